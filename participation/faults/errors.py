"""Why something with a report was not done. The message is for the person who tried."""

from __future__ import annotations

from django.utils.translation import gettext as _


class FaultError(Exception):
    """A rule of the domain said no."""


class TransitionRefused(FaultError):
    def __init__(self) -> None:
        super().__init__(_("Läget har ändrats sedan du öppnade sidan. Läs vad som hänt och välj igen."))


class AlreadyThere(TransitionRefused):
    """The status is what it was to become. `label`: as it is called."""

    def __init__(self, label: str) -> None:
        FaultError.__init__(self, _("Läget är redan ”%(label)s”, så inget meddelande skickades.") % {"label": label})


class IsADouble(FaultError):
    def __init__(self, original: str) -> None:
        super().__init__(
            _(
                "Anmälan är samma fel som %(number)s och följer den. Är det ett annat fel, välj ”Inte samma fel ändå” "
                "på anmälans sida först."
            )
            % {"number": original}
        )


class ReasonMissing(FaultError):
    def __init__(self) -> None:
        super().__init__(_("Skriv varför, så att den som anmälde förstår."))


class ReportClosed(FaultError):
    def __init__(self) -> None:
        super().__init__(_("Anmälan är avslutad, så det går inte att lägga till mer. Gör en ny om felet är kvar."))


class ReportEnded(FaultError):
    def __init__(self) -> None:
        super().__init__(_("Anmälan är avslutad. Ändra läget först."))


class NotToFollow(FaultError):
    def __init__(self) -> None:
        super().__init__(_("Felanmälan är avslutad eller syns inte längre, så den går inte att följa."))


class InquiryOver(FaultError):
    def __init__(self) -> None:
        super().__init__(_("Frågan är redan besvarad, eller behöver inget svar längre."))


class VerdictRefused(FaultError):
    def __init__(self) -> None:
        super().__init__(_("Det går inte att svara på det nu. Läs vad som har hänt med anmälan."))


class TooMuchAdded(FaultError):
    def __init__(self) -> None:
        super().__init__(_("Du har lagt till mycket redan. Vänta tills kommunen har läst det."))


class HandOverRefused(FaultError):
    def __init__(self) -> None:
        super().__init__(_("Dit går det inte att lämna anmälan. Välj en annan kommun som är med."))


class AlreadySo(FaultError):
    def __init__(self) -> None:
        super().__init__(_("Så är det redan. Läs vad som hänt och välj igen."))


class PhotoGone(FaultError):
    def __init__(self) -> None:
        super().__init__(_("Fotot har ändrats sedan du öppnade sidan. Öppna anmälan igen."))


class NotHere(FaultError):
    def __init__(self) -> None:
        super().__init__(_("Det valet finns inte i den här kommunen. Välj igen."))


class NotToSplit(FaultError):
    def __init__(self) -> None:
        super().__init__(_("Det går inte att dela den här anmälan. Den är avslutad, en del själv, eller delad nog."))


class OnlyTheWhole(FaultError):
    def __init__(self) -> None:
        super().__init__(_("Det här är en del av en anmälan. Gör det med hela anmälan i stället."))


class NotADouble(FaultError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Det går inte. Välj en annan anmälan i samma kommun. Leder den här andra anmälningar? Gör tvärtom då. "
                "Är den delad, avsluta delarna."
            )
        )
