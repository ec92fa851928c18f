"""The names of sections: ours, in English, the same on every site, so that sites compare."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


TOPICS = _names(
    "latest india world politics states business sports cricket entertainment technology science "
    "health education jobs lifestyle religion astrology opinion crime auto explainers fact-check "
    "features society investigation reviews festivals children women weather government money "
    "original"
)
STATES = _names(
    "andhra-pradesh arunachal-pradesh assam bihar chhattisgarh delhi goa gujarat haryana "
    "himachal-pradesh jammu-kashmir jharkhand karnataka kerala ladakh madhya-pradesh maharashtra "
    "manipur meghalaya mizoram nagaland odisha punjab rajasthan sikkim tamil-nadu telangana "
    "tripura uttar-pradesh uttarakhand west-bengal"
)
CITIES = _names(
    "bhopal bilaspur faridabad gorakhpur indore jaipur kota lucknow mumbai patna raipur samastipur"
)
SECTION_SLUGS = TOPICS | STATES | CITIES
"""What a site file may call its sections; a new one is entered here first."""
