"""A story page is drawn once and given to many: each with a token of its own, and none that is out of date."""

from __future__ import annotations

import re

from tests.web.serving import Server


def test_a_page_that_is_remembered_holds_the_token_of_who_asks_and_what_is_true_now(own: Server) -> None:
    first, second = own.browser(), own.browser()
    story = first.get("/api/v1/stories", params={"q": "recount"}).json()["items"][0]["id"]
    while (page := first.get(f"/stories/{story}")).status_code == 202:
        pass
    tokens = {
        name: set(re.findall(r"form_token=([0-9a-f]{64})", client.get(f"/stories/{story}").text))
        for name, client in (("first", first), ("second", second), ("first again", first))
    }
    assert tokens["first"] == tokens["first again"] != tokens["second"]
    assert len(tokens["first"]) == len(tokens["second"]) == 1
    assert first.get(f"/stories/{story}").text == page.text
    (token,) = tokens["first"]
    made = []
    for outlet in ("Nation Wire", "Lowmark Times"):
        said = {"kind": "family", "outlet": outlet, "family": "Lowmark Media"}
        answer = first.post("/api/v1/corrections", json=said, headers={"X-Stemma-Token": token})
        made.append(answer.json()["id"])
    while (after := second.get(f"/stories/{story}")).status_code == 202:
        pass
    for number in made:
        assert first.delete(f"/api/v1/corrections/{number}", headers={"X-Stemma-Token": token}).status_code == 204
    assert _without_tokens(after.text) != _without_tokens(page.text), "outlets of one family are one origin"
    while (again := first.get(f"/stories/{story}")).status_code == 202:
        pass
    assert again.text == page.text


def _without_tokens(page: str) -> str:
    return re.sub("form_token=[0-9a-f]{64}", "", page)
