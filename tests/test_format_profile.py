"""Profiles: the examples of the package, files of one's own, and what is wrong in them."""

from __future__ import annotations

import docx
import pytest
from tests.layout_samples import SAMPLES

from baguan.config import load_settings
from baguan.errors import ConfigError
from baguan.profile import FIGURES, load_profile, profile_names
from baguan.registry import load_rules


def test_the_examples_are_there():
    assert {"国标", "信函", "纪要", "院校"} <= set(profile_names())


def test_the_national_profile_gives_every_figure_its_default():
    assert load_profile("国标").figures == FIGURES


@pytest.mark.parametrize("name", profile_names())
def test_an_example_names_rules_that_exist(name, tmp_path):
    settings = load_settings(tmp_path, isolated=True, overrides={"profile": name})
    assert settings.active_rules(load_rules())


def test_the_defaults_of_the_rules_are_the_national_figures():
    rules = [rule for rule in load_rules() if not FIGURES.keys().isdisjoint(rule.options)]
    assert len(rules) > 10
    for rule in rules:
        for name in FIGURES.keys() & rule.options.keys():
            assert rule.options[name] == FIGURES[name], (rule.code, name)


def test_a_profile_of_ones_own_adjusts_and_switches_off(baguan, tmp_path):
    (tmp_path / "通知.docx").write_bytes(SAMPLES["体例-行距30磅"]())
    arguments = ("check", "--select", "TL2", "--format", "concise", "通知.docx")
    assert "TL215" in baguan(*arguments).out
    (tmp_path / "baguan.toml").write_text('profile = "本省.toml"\n', encoding="utf-8")
    (tmp_path / "本省.toml").write_text("[figures]\nlines-per-page = 21\n", encoding="utf-8")
    assert "TL215" not in baguan(*arguments).out
    (tmp_path / "本省.toml").write_text('[severity]\nline-spacing-too-wide = "off"\n', encoding="utf-8")
    assert "TL215" not in baguan(*arguments).out
    (tmp_path / "本省.toml").write_text("[figures]\nmargin-top = 35\n", encoding="utf-8")
    assert "天头（上边距）应为35毫米±1毫米，现为37.0毫米" in baguan(*arguments).out


def test_the_nearer_setting_holds(tmp_path):
    (tmp_path / "baguan.toml").write_text(
        'profile = "院校"\n[figures]\nmargin-top = 30\n[severity]\npage-number-restarted = "error"\n', encoding="utf-8"
    )
    settings = load_settings(tmp_path)
    assert settings.figures["margin-top"] == 30.0
    assert settings.figures["margin-left"] == 31.8
    assert settings.severity["page-number-restarted"] == "error"


def test_the_settings_of_two_profiles_do_not_share_a_cache(baguan, tmp_path):
    (tmp_path / "通知.docx").write_bytes(SAMPLES["体例-直接格式"]())
    (tmp_path / "baguan.toml").write_text('profile = "甲.toml"\n', encoding="utf-8")
    for top, found in ((37, False), (30, True), (37, False)):
        (tmp_path / "甲.toml").write_text(f"[figures]\nmargin-top = {top}\n", encoding="utf-8")
        assert ("TL202" in baguan("check", "--format", "concise", "通知.docx").out) is found


def test_a_profile_may_ask_for_every_kind_of_text(baguan, tmp_path):
    lines = ["供水水质提升心得", *["我们走访了三个村，和村民聊了用水的事。"] * 3]
    word = docx.Document()
    for line in lines:
        word.add_paragraph(line)
    word.save(tmp_path / "心得.docx")
    arguments = ("check", "--select", "TL2", "--format", "concise", "心得.docx")
    assert "TL2" not in baguan(*arguments).out
    (tmp_path / "baguan.toml").write_text('profile = "院校"\n', encoding="utf-8")
    assert "TL211" in baguan(*arguments).out


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[figures]\nmargin-tap = 30", "margin-top"),
        ("[figures]\nmargin-top = '三十'", "不小于 0 的数"),
        ("[figures]\nmargin-top = true", "不小于 0 的数"),
        ("[figures]\nmargin-top = -3", "不小于 0 的数"),
        ("[figures]\nbody-font = 3", "应为文字"),
        ("[figures]\npage-number-on-first-page = 1", "true 或 false"),
        ("[figures]\npage-number-position = 'middle'", "outside、center、right"),
        ("[figures]\npage-number-form = '— —'", "一个 1"),
        ("[severity]\nTL2 = 'loud'", "info、warning、error、off"),
        ("[page]\ntop = 3", "没有“page”一项"),
        ("figures = 3", "应为表"),
        ("[figures", "TOML"),
    ],
)
def test_what_is_wrong_in_a_profile(content, message, tmp_path):
    path = tmp_path / "坏.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"坏\.toml") as caught:
        load_profile(str(path))
    assert message in str(caught.value)


def test_an_unknown_or_missing_profile(tmp_path):
    with pytest.raises(ConfigError, match="国标"):
        load_profile("国表")
    with pytest.raises(ConfigError, match="无法读取"):
        load_profile(str(tmp_path / "没有.toml"))
    (tmp_path / "乱码.toml").write_bytes("名 = '国标'".encode("gb18030"))
    with pytest.raises(ConfigError, match="UTF-8"):
        load_profile(str(tmp_path / "乱码.toml"))


def test_a_wrong_figure_in_the_configuration_quotes_its_line(tmp_path):
    (tmp_path / "baguan.toml").write_text("cache = true\n[figures]\nmargin-tap = 30\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"baguan\.toml:3"):
        load_settings(tmp_path)
