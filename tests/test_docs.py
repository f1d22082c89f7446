"""The documentation says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from baguan.registry import load_rules
from baguan.rule_page import pages

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "text"), pages(load_rules()).items(), ids=lambda value: str(value)[:12])
def test_rule_pages_are_current(name, text):
    kept = (ROOT / "docs/rules" / name).read_text(encoding="utf-8")
    assert kept == text, "请运行 python -m baguan.rule_page docs/rules"


PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_relative_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_readme_shows_what_the_demonstration_prints(baguan, monkeypatch):
    monkeypatch.chdir(ROOT)
    shown = README.split("<!-- demo:start -->")[1].split("<!-- demo:end -->")[0]
    lines = [line for line in shown.strip().strip("`").removeprefix("text").strip("\n").splitlines() if line != "……"]
    printed = baguan("check", "--exit-zero", "--no-cache", "fixtures/demo").out.splitlines()
    assert lines
    missing = [line for line in lines if line not in printed]
    assert not missing


def test_every_configuration_key_is_documented():
    from dataclasses import fields

    from baguan.config import Settings, key_of

    text = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    for item in fields(Settings):
        if item.name not in ("root", "origin"):
            assert key_of(item.name) in text, item.name


def test_the_documented_configuration_is_valid(tmp_path):
    from baguan.config import load_settings

    text = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    example = text.split("```toml\n")[1].split("```")[0].replace('extend = "../baguan.toml"', "")
    example = re.sub(r"\[rules\.WZ701\][^\n]*\nmaximum = 120\n", "", example)
    (tmp_path / "baguan.toml").write_text(example, encoding="utf-8")
    assert load_settings(tmp_path).respect_gitignore
