"""No number is missing, and every test that a number names exists."""

import re

import pytest

from processes import ROOT
from table import CASES, HERE
from test_abuse import NUMBERS

WANTED = {*range(1, 31), 38, 39, 63}


def test_no_number_is_missing():
    assert CASES.keys() == WANTED
    assert {number for number, case in CASES.items() if HERE in case[2]} == NUMBERS


@pytest.mark.parametrize("number", sorted(CASES))
def test_what_proves_it_exists(number):
    for reference in CASES[number][2]:
        file, name = reference.split("::")
        text = (ROOT / "Tests" / file).read_text()
        assert re.search(rf"(def|func) {name}\w*\(", text) if name else "@Test" in text, reference
