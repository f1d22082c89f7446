"""Configuration: where it is found, how layers combine, and errors that quote the line."""

from __future__ import annotations

import pytest

from baguan.config import load_settings
from baguan.errors import ConfigError
from baguan.registry import load_rules


@pytest.fixture(autouse=True)
def no_user_configuration(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "none"))


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def codes(settings):
    return {rule.code for rule in settings.active_rules(load_rules())}


def test_the_nearest_file_wins_whole(tmp_path):
    write(tmp_path / "baguan.toml", 'fail-on = "info"\nignore = ["WZ"]\n')
    near = write(tmp_path / "a/b/baguan.toml", 'ignore = ["ZC"]\n')
    settings = load_settings(near.parent)
    assert settings.origin == str(near)
    assert settings.fail_on == "error"
    assert settings.ignore == ("ZC",)


def test_the_command_line_wins_over_the_file(tmp_path):
    write(tmp_path / "baguan.toml", 'fail-on = "info"\nselect = ["WZ"]\n')
    settings = load_settings(tmp_path, overrides={"fail-on": "warning", "select": None})
    assert (settings.fail_on, settings.select) == ("warning", ("WZ",))


def test_pyproject_is_taken_only_with_our_table(tmp_path):
    write(tmp_path / "baguan.toml", 'fail-on = "info"\n')
    write(tmp_path / "a/pyproject.toml", "[project]\nname = 'x'\n")
    assert load_settings(tmp_path / "a").fail_on == "info"
    write(tmp_path / "a/pyproject.toml", "[tool.baguan]\nfail-on = 'warning'\n")
    assert load_settings(tmp_path / "a").fail_on == "warning"


def test_extend_is_explicit_and_merges_tables(tmp_path):
    write(tmp_path / "base.toml", 'fail-on = "info"\n[severity]\nWZ101 = "info"\nWZ102 = "off"\n')
    write(tmp_path / "baguan.toml", 'extend = "base.toml"\n[severity]\nWZ101 = "error"\n')
    settings = load_settings(tmp_path)
    assert settings.fail_on == "info"
    assert settings.severity == {"WZ101": "error", "WZ102": "off"}
    assert "WZ102" not in codes(settings)


def test_extend_in_a_circle_is_an_error(tmp_path):
    write(tmp_path / "baguan.toml", 'extend = "other.toml"\n')
    write(tmp_path / "other.toml", 'extend = "baguan.toml"\n')
    with pytest.raises(ConfigError, match="循环"):
        load_settings(tmp_path)


def test_preset_gives_way_to_what_is_said(tmp_path):
    assert load_settings(tmp_path, overrides={"preset": "strict"}).fail_on == "warning"
    assert load_settings(tmp_path, overrides={"preset": "strict", "fail-on": "error"}).fail_on == "error"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('fail-on = "error"\nfial-on = "x"\n', 2, "没有配置项“fial-on”，是否想写“fail-on”"),
        ('\n\nfail-on = "eror"\n', 3, "是否想写“error”"),
        ("jobs = -1\n", 1, "不能小于 0"),
        ('jobs = "2"\n', 1, "应为整数"),
        ("cache = 1\n", 1, "应为true 或 false"),
        ('select = ["WZ", "WZ999"]\n', 1, "没有规则“WZ999”"),
        ('[severity]\nWZ101 = "error"\nWZ102 = "eror"\n', 3, "是否想写“error”"),
        ('[severity]\nWZ10X = "error"\n', 2, "没有规则“WZ10X”"),
        ("[rules.WZ101]\nmaximum = 3\n", 1, "没有选项“maximum”"),
        ('[[suppress]]\nrules = ["WZ"]\n', 1, "要有 text"),
        ("[verdict]\nreturn-rat = 3\n", 2, "是否想写“return-rate”"),
        ("select = [\n", 2, "TOML"),
    ],
)
def test_an_error_names_file_and_line(tmp_path, text, line, message):
    path = write(tmp_path / "baguan.toml", text)
    with pytest.raises(ConfigError) as caught:
        load_settings(tmp_path)
    assert message in str(caught.value)
    assert str(path) in str(caught.value)
    if message != "TOML":
        assert f"{path}:{line}" in str(caught.value)


def test_a_file_that_is_not_utf8_is_an_error(tmp_path):
    (tmp_path / "baguan.toml").write_bytes("# 配置\n".encode("gb18030"))
    with pytest.raises(ConfigError, match="UTF-8"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    ("select", "ignore", "taken", "left"),
    [
        (["ALL"], ["WZ"], "ZC101", "WZ101"),
        (["WZ101"], ["WZ1"], "WZ101", "WZ102"),
        (["WZ"], ["WZ101"], "WZ102", "WZ101"),
        (["政策法规关"], [], "ZC101", "WZ101"),
        (["ZC1"], [], "ZC101", "WZ101"),
        (["ALL"], ["文字关"], "ZC101", "WZ101"),
    ],
)
def test_selection_prefers_the_closer_selector(tmp_path, select, ignore, taken, left):
    chosen = codes(load_settings(tmp_path, overrides={"select": select, "ignore": ignore}))
    assert taken in chosen
    assert left not in chosen


def test_unknown_selector_says_what_was_meant(tmp_path):
    with pytest.raises(ConfigError, match="是否想写“WZ101”"):
        codes(load_settings(tmp_path, overrides={"select": ["WZ101a"]}))


def test_paths_in_a_file_are_relative_to_it(tmp_path):
    write(tmp_path / "baguan.toml", 'vocabulary = ["词表.txt"]\n')
    (tmp_path / "a").mkdir()
    assert load_settings(tmp_path / "a").vocabulary == (str(tmp_path / "词表.txt"),)
