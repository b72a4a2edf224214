import json

import wagtail.fields
from django.db import migrations

# What every region's page showed before it was composed from blocks.
DOORS = {
    "sv": (
        ("idea", "Föreslå", "Har du en idé? Skriv den. Andra kan stödja den."),
        ("eservice", "Tyck till om e-tjänster", "Prova det kommunerna bygger och säg vad som är svårt."),
        ("fault", "Felanmäl", "Trasig lykta, hål i vägen, full soptunna."),
    ),
    "en": (
        ("idea", "Suggest", "Have an idea? Write it down. Others can support it."),
        ("eservice", "Shape e-services", "Try what is being built and say what is difficult."),
        ("fault", "Report a fault", "A broken lamp, a hole in the road, a full bin."),
    ),
}
HEADINGS = {
    "sv": ("Kommunerna som är med", "Det händer i kommunerna"),
    "en": ("The municipalities that take part", "Happening in the municipalities"),
}


def compose(apps, schema_editor):
    """The pages that are there, and what waits to be published of them."""
    page_model = apps.get_model("home", "RegionHomePage")
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="home", content_type__model="regionhomepage"
    )
    for page in page_model.objects.select_related("locale"):
        language = page.locale.language_code if page.locale.language_code in DOORS else "sv"
        doors = [{"type": kind, "value": {"title": t, "text": text}} for kind, t, text in DOORS[language]]
        places, happening = HEADINGS[language]
        body = [
            {"type": "places", "value": {"heading": places}},
            {"type": "happening", "value": {"heading": happening, "number": 6}},
        ]
        page.doors, page.body = json.dumps(doors), json.dumps(body)
        page.save(update_fields=["doors", "body"])
        for revision in revisions.filter(object_id=str(page.pk)):
            revision.content |= {"doors": json.dumps(doors), "body": json.dumps(body)}
            revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [("home", "0005_first_day_and_translations")]

    operations = [
        migrations.AddField(
            model_name='regionhomepage',
            name='body',
            field=wagtail.fields.StreamField([('places', 1), ('happening', 4), ('said', 7), ('date', 14), ('text', 17)], block_lookup={0: ('wagtail.blocks.CharBlock', (), {'default': 'Kommunerna som är med', 'label': 'rubrik', 'max_length': 40}), 1: ('wagtail.blocks.StructBlock', [[('heading', 0)]], {}), 2: ('wagtail.blocks.CharBlock', (), {'default': 'Det händer i kommunerna', 'label': 'rubrik', 'max_length': 40}), 3: ('wagtail.blocks.IntegerBlock', (), {'default': 6, 'label': 'antal rader', 'max_value': 12, 'min_value': 1}), 4: ('wagtail.blocks.StructBlock', [[('heading', 2), ('number', 3)]], {}), 5: ('wagtail.blocks.CharBlock', (), {'default': 'Du sa, vi gjorde', 'label': 'rubrik', 'max_length': 40}), 6: ('wagtail.blocks.IntegerBlock', (), {'default': 3, 'label': 'antal svar', 'max_value': 6, 'min_value': 1}), 7: ('wagtail.blocks.StructBlock', [[('heading', 5), ('number', 6)]], {}), 8: ('wagtail.blocks.CharBlock', (), {'default': 'Nästa möte', 'label': 'rubrik', 'max_length': 40}), 9: ('wagtail.blocks.DateBlock', (), {'help_text': 'Delen försvinner av sig själv dagen efter.', 'label': 'datum'}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'vad som händer', 'max_length': 120}), 11: ('wagtail.blocks.TextBlock', (), {'label': 'när, var och hur', 'max_length': 400}), 12: ('wagtail.blocks.URLBlock', (), {'label': 'adress för att anmäla sig eller läsa mer', 'required': False}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'vad knappen säger', 'max_length': 40, 'required': False}), 14: ('wagtail.blocks.StructBlock', [[('heading', 8), ('day', 9), ('title', 10), ('text', 11), ('url', 12), ('url_label', 13)]], {}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'rubrik', 'max_length': 40}), 16: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ul', 'ol', 'h3'], 'label': 'text'}), 17: ('wagtail.blocks.StructBlock', [[('heading', 15), ('text', 16)]], {})}, default=list, verbose_name='innehåll'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='regionhomepage',
            name='doors',
            field=wagtail.fields.StreamField([('idea', 2), ('eservice', 3), ('fault', 4)], block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'vad dörren heter', 'max_length': 40}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'vad som finns bakom', 'max_length': 120}), 2: ('wagtail.blocks.StructBlock', [[('title', 0), ('text', 1)]], {'icon': 'help', 'label': 'Föreslå'}), 3: ('wagtail.blocks.StructBlock', [[('title', 0), ('text', 1)]], {'icon': 'desktop', 'label': 'E-tjänster'}), 4: ('wagtail.blocks.StructBlock', [[('title', 0), ('text', 1)]], {'icon': 'warning', 'label': 'Felanmäl'})}, default=list, help_text='Ta bort en dörr för att stänga den.', verbose_name='dörrar'),
            preserve_default=False,
        ),
        migrations.RunPython(compose, migrations.RunPython.noop),
    ]
