"""Briefs for tests of settings, clips and the studio."""

from keyart_demo.art.brief import Brief, Concept, Lead, Motif, Script, Setting, Style


def landscape(
    setting: Setting = Setting.MOUNTAINS,
    style: Style = Style.ADVENTURE,
    *,
    look: int = 11,
    variant: int = 0,
) -> Brief:
    return Brief(
        look=look,
        variant=variant,
        concept=Concept.LANDSCAPE,
        style=style,
        setting=setting,
        motif=Motif.LANTERN,
        lead=Lead.HOOD,
        title="The Far Shore",
        script=Script.LATIN,
    )
