"""The example plug-in is installed beside the package and works; a broken one is a named error."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "docs/plugin-example"


@pytest.fixture
def installed(tmp_path):
    """A folder as pip would leave it: the package and its metadata.  Nothing is downloaded."""
    site = tmp_path / "site"
    (site / "baguan_example").mkdir(parents=True)
    source = (EXAMPLE / "baguan_example/__init__.py").read_text(encoding="utf-8")
    (site / "baguan_example/__init__.py").write_text(source, encoding="utf-8")
    metadata = site / "baguan_example-0.1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: baguan-example\nVersion: 0.1.0\n")
    (metadata / "entry_points.txt").write_text("[baguan.rules]\nexample = baguan_example:RULES\n")
    return site


def call(site, *arguments, cwd):
    path = os.pathsep.join([str(site), str(ROOT / "lint"), str(ROOT / "rules")])
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def test_the_plug_in_finds_faults(installed, tmp_path):
    (tmp_path / "稿.txt").write_text("由市政务中心牵头。\n", encoding="utf-8")
    result = call(installed, "-m", "baguan", "check", "--as", "prose", "--fail-on", "warning", "稿.txt", cwd=tmp_path)
    assert "WZ901" in result.stdout
    assert result.returncode == 1
    assert "市政务服务和数据局" in call(installed, "-m", "baguan", "explain", "WZ901", cwd=tmp_path).stdout


def test_the_plug_in_passes_its_own_test(installed, tmp_path):
    test = tmp_path / "test_example.py"
    test.write_text((EXAMPLE / "test_example.py").read_text(encoding="utf-8"), encoding="utf-8")
    result = call(installed, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(test), cwd=tmp_path)
    assert result.returncode == 0, result.stdout
    assert "3 passed" in result.stdout


def test_the_entry_point_of_the_example_is_the_one_installed(installed):
    declared = (EXAMPLE / "pyproject.toml").read_text(encoding="utf-8")
    assert '[project.entry-points."baguan.rules"]\nexample = "baguan_example:RULES"' in declared


def test_a_broken_plug_in_is_a_named_error(installed, tmp_path):
    (installed / "baguan_example/__init__.py").write_text("1 / 0\n")
    (tmp_path / "稿.txt").write_text("好。\n", encoding="utf-8")
    result = call(installed, "-m", "baguan", "check", "稿.txt", cwd=tmp_path)
    assert result.returncode == 2
    assert "example" in result.stderr
    assert "division by zero" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_plug_in_that_reuses_a_code_is_a_named_error(installed, tmp_path):
    module = installed / "baguan_example/__init__.py"
    module.write_text(module.read_text(encoding="utf-8").replace("WZ901", "WZ101"), encoding="utf-8")
    (tmp_path / "稿.txt").write_text("好。\n", encoding="utf-8")
    result = call(installed, "-m", "baguan", "check", "稿.txt", cwd=tmp_path)
    assert result.returncode == 2
    assert "WZ101" in result.stderr
    assert "example-old-office-name" in result.stderr
