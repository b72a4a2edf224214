"""The words a new municipality begins with, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from participation.places.models import Municipality

Values = dict[str, Any]


def region(name: str) -> Values:
    return {
        "title": name,
        "question": "What would you change where you live?",
        "lede": "Suggest, help shape e-services, report faults. The municipality answers, and you follow each step.",
        "doors": [
            ("idea", {"title": "Suggest", "text": "Have an idea? Write it down. Others can support it."}),
            (
                "eservice",
                {"title": "Shape e-services", "text": "Try what is being built and say what is difficult."},
            ),
            ("fault", {"title": "Report a fault", "text": "A broken lamp, a hole in the road, a full bin."}),
        ],
        "body": [
            ("places", {"heading": "The municipalities that take part"}),
            ("happening", {"heading": "Happening in the municipalities", "number": 6}),
            ("said", {"heading": "You said, we did", "number": 3}),
        ],
    }


def region_accessibility() -> Values:
    return {
        "title": "Accessibility",
        "lead": "Each municipality is responsible for its part of this place, and says there how accessible it is.",
        "body": [
            (
                "text",
                {
                    "heading": "If something does not work for you",
                    "text": "<p>Choose your municipality on the front page. Once the municipality has published its "
                    "accessibility statement, it stands at the foot of its pages, with who answers and how to reach "
                    "them. Until then the municipality's switchboard or registrar answers.</p>",
                },
            ),
        ],
    }


def region_privacy() -> Values:
    return {
        "title": "Your personal data",
        "lead": "The municipality that you write to is responsible for your data.",
        "body": [
            (
                "text",
                {
                    "heading": "Read more with your municipality",
                    "text": "<p>Choose your municipality on the front page. At the foot of its pages it says what is "
                    "kept, why, and which rights you have.</p>",
                },
            ),
        ],
    }


def home(municipality: Municipality) -> Values:
    return {
        "title": municipality.name,
        "question": f"What would you change in {municipality.name}?",
        "lede": "Tell us what is needed. We answer, and you can follow every step until it is done.",
        "doors": [
            ("idea", {"title": "Suggest", "text": "Have an idea? Write it down. Others can support it."}),
            ("eservice", {"title": "Shape e-services", "text": "Try what we are building and say what is difficult."}),
            ("fault", {"title": "Report a fault", "text": "A broken lamp, a hole in the road, a full bin."}),
        ],
        "body": [
            (
                "happening",
                {"heading": "Happening now", "lead": {"address": "", "picture": None, "alt": ""}, "number": 4},
            ),
            ("said", {"heading": "You said, we did", "number": 3}),
            ("news", {"heading": "News", "number": 3}),
        ],
    }


def ideas(municipality: Municipality) -> Values:
    return {
        "title": "Ideas",
        "introduction": f"<p>What people in {municipality.name} want to change. "
        "Support an idea you like, or write your own.</p>",
    }


def eservices(municipality: Municipality) -> Values:
    return {
        "title": "E-services",
        "introduction": "<p>These are the municipality's e-services. Say what is difficult, "
        "and take part when we build new ones.</p>",
    }


def faults(municipality: Municipality) -> Values:
    return {
        "title": "Report a fault",
        "introduction": "<p>Is something broken outdoors? Tell us where, and we pass it on to those who mend it.</p>",
    }


def news(municipality: Municipality) -> Values:
    return {"title": "News", "introduction": ""}


def about(municipality: Municipality) -> Values:
    return {
        "title": "About Samskapa",
        "lead": f"Samskapa is where the people of {municipality.name} and their municipality change things together.",
        "body": [
            (
                "steps",
                {
                    "heading": "How it works",
                    "steps": [
                        {"heading": "You write an idea", "text": "A title and a few lines are enough."},
                        {
                            "heading": "Others support it",
                            "text": "Everybody can read it. With an account you can support it and join in.",
                        },
                        {
                            "heading": "The municipality answers",
                            "text": "When enough people support an idea, the department in charge answers. "
                            "A no comes with a reason.",
                        },
                        {
                            "heading": "You follow what happens",
                            "text": "Every step has a date and somebody who is responsible for it.",
                        },
                    ],
                },
            ),
            (
                "text",
                {
                    "heading": "What we do not publish",
                    "text": "<p>What is written here is reviewed. Threats, hatred, advertising and facts about other "
                    "people are not accepted. Whoever gets a no is told why and can correct the text.</p>",
                },
            ),
        ],
    }


def privacy(municipality: Municipality) -> Values:
    return {
        "title": "Your personal data",
        "lead": f"The municipality ({municipality.full_name}) is responsible for what you leave here.",
        "body": [
            (
                "text",
                {
                    "heading": "What we keep",
                    "text": "<p>For an account we keep your e-mail address and, if you like, a name that others see "
                    "and the municipality where you live. We keep what you write and what you support. For a fault "
                    "report we keep the text, the place, the pictures and how to reach you.</p>",
                },
            ),
            (
                "text",
                {
                    "heading": "What others see",
                    "text": "<p>Ideas and comments are public, under the name you chose. Your e-mail address is never "
                    "shown. Nobody sees who supports an idea, only how many. Of a fault report others may see "
                    "what is wrong, where, the photos and what becomes of it, but never your name or how we reach you. "
                    "The municipality chooses for each kind of fault whether it is shown.</p>",
                },
            ),
            (
                "text",
                {
                    "heading": "Why we may do so",
                    "text": "<p>The data is needed to let people take part in decisions, and to mend what is broken. "
                    "That is a task in the public interest. What you send in may become a public record.</p>",
                },
            ),
            (
                "text",
                {
                    "heading": "Your rights",
                    "text": "<p>You can see, correct and fetch your data, and close your account. Your name and "
                    "address are then removed, but texts that others have answered, and your support, stay without "
                    "a name. As long as anybody can support the same thing we keep a code by which your address can "
                    "be recognised but not read, so that nobody counts twice. If you are not satisfied you can "
                    "complain to the Swedish Authority for Privacy Protection.</p>",
                },
            ),
            (
                "text",
                {
                    "heading": "Cookies",
                    "text": "<p>We only use the cookies that are needed to sign in and to send forms, and one "
                    "on a device where you asked for news at once. Nobody else follows you here.</p>",
                },
            ),
        ],
    }


def accessibility(municipality: Municipality) -> Values:
    return {
        "title": "Accessibility",
        "responsible": municipality.full_name,
        "service": f"Samskapa {municipality.name}",
        "report_email": municipality.contact_email,
        "report_phone": municipality.contact_phone,
        "authority": "The Agency for Digital Government (Digg)",
        "authority_text": "Digg supervises the Swedish act on accessibility to digital public services. If you think "
        "that we do not deal with a shortcoming as we should, you can report it to Digg.",
        "authority_url": "https://www.digg.se/en",
    }
