"""The pages' own virtual DOM in Chromium: what is typed, what is drawn, what stays."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from server.web.assets import version

_RUN = """async ([module, body]) => {
  const { h, patch } = await import(module);
  const root = document.createElement("div");
  document.documentElement.append(root);
  return await new Function("h", "patch", "root", "return (" + body + ")(h, patch, root)")(h, patch, root);
}"""


def _run(page: Page, files: str, body: str) -> Any:
    module = f"{files}/assets/{version()}/js/kit/vdom.js"
    page.goto(module)
    return page.evaluate(_RUN, [module, body])


def test_a_field_is_written_only_where_it_differs_and_can_be_emptied(tablet: Page, staff_files: str) -> None:
    seen = _run(
        tablet,
        staff_files,
        """(h, patch, root) => {
          const field_ = (value) => h("input", { value });
          const box_ = (checked) => h("input", { type: "checkbox", checked });
          const draw = (value, checked) => patch(root, [field_(value), box_(checked)]);
          draw("a", true);
          const [field, box] = root.children;
          field.value = "ab";
          field.setSelectionRange(1, 1);
          draw("ab", true);
          const at = field.selectionStart;
          box.checked = false;
          draw("", true);
          draw("", false);
          return [at, field.value, box.checked];
        }""",
    )
    assert seen == [1, "", False]


def test_an_option_for_nothing_has_no_value_of_its_words(tablet: Page, staff_files: str) -> None:
    seen = _run(
        tablet,
        staff_files,
        """(h, patch, root) => {
          const option = ([value, words]) => h("option", { key: value || "none", value }, words);
          patch(root, [h("select", {}, [["", "Semua"], ["a", "Satu"]].map(option))]);
          return [...root.querySelectorAll("option")].map((one) => one.value);
        }""",
    )
    assert seen == ["", "a"]


def test_whatever_stands_in_a_picture_is_drawn_and_the_rest_is_not(tablet: Page, staff_files: str) -> None:
    seen = _run(
        tablet,
        staff_files,
        """(h, patch, root) => {
          const drawn = h("g", {}, h("path", { d: "M0 0" }), h("title", {}, "Menunggu"));
          patch(root, [h("svg", {}, drawn), h("title", {}, "x")]);
          return [...root.querySelectorAll("*")].map((e) => e.namespaceURI.endsWith("svg"));
        }""",
    )
    assert seen == [True, True, True, True, False]
