"""The pages that write: taking in, with its progress, and corrections.  All forms work without JavaScript."""

from __future__ import annotations

import re

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from stemma.library import corrections, feeds
from stemma.types import Comparison, Span
from stemma.web import reach, uploads, views, work
from stemma.web.api import FilesForm, Followed, Pages, Pasted
from stemma.web.calls import converted
from stemma.web.jobs import Job
from stemma.web.problems import RefusedError
from stemma.web.rendering import address, render

PLACE = re.compile(r"([\w-]{1,64}):(\d{1,9})-(\d{1,9})")
KINDS = ("person", "organisation", "place")


# --- taking in -------------------------------------------------------------------------------------


async def add(request: Request) -> Response:
    """What can be taken in, and what is being taken in."""
    followed = await reach.library(request, views.feed_list)
    return render(request, "add.html", {"jobs": reach.jobs(request).listing()[:20], "feeds": followed})


async def add_text(request: Request) -> Response:
    """Take in a text that was pasted."""
    body: Pasted = converted(await _fields(request), Pasted)
    return _under_way(reach.jobs(request).submit(work.Text(body.text, body.outlet, body.published, body.url)))


async def add_files(request: Request) -> Response:
    """Take in files that were chosen or dropped."""
    sent = await uploads.form(request)
    try:
        form: FilesForm = converted(sent.fields, FilesForm)
        if sent.folder is None:
            raise uploads.NOTHING
        return _under_way(reach.jobs(request).submit(work.Files(sent.folder, sent.names, form.outlet), sent.drop))
    except BaseException:
        sent.drop()
        raise


async def add_addresses(request: Request) -> Response:
    """Fetch pages, or follow feeds."""
    given = await _fields(request)
    urls = tuple(dict.fromkeys(given.get("urls", "").split()))
    if not urls:
        raise RefusedError(400, "no address was given. Give one a line.")
    try:
        if given.get("what") == "feeds":
            asked: work.Work = work.Feeds(msgspec.convert({"urls": urls}, Followed).urls)
        else:
            pages = msgspec.convert({"urls": urls, "outlet": given.get("outlet", "")}, Pages)
            asked = work.Urls(pages.urls, pages.outlet)
    except msgspec.ValidationError as error:
        raise RefusedError(400, "an address begins with https:// or http://; give a hundred at most.") from error
    return _under_way(reach.jobs(request).submit(asked))


async def update(request: Request) -> Response:
    """Fetch what is new in the feeds."""
    return _under_way(reach.jobs(request).submit(work.Update()))


async def unfollow(request: Request) -> Response:
    """Follow a feed no longer; its articles stay."""
    await reach.library(request, feeds.unfollow_key, request.path_params["feed"])
    return RedirectResponse("/add", 303)


async def job(request: Request) -> Response:
    """A job with its progress, and what failed and why."""
    return await _progress(request, "job.html")


async def progress(request: Request) -> Response:
    """The part of that page that changes."""
    return await _progress(request, "progress.html")


async def _progress(request: Request, template: str) -> Response:
    found = reach.jobs(request).get(request.path_params["job"])
    taken = await reach.library(request, views.headlines, found.articles)
    return render(request, template, {"job": found, "taken": taken})


async def stop(request: Request) -> Response:
    """Stop a job; what it took in stays."""
    return _under_way(reach.jobs(request).stop(request.path_params["job"]))


def _under_way(job: Job) -> Response:
    return RedirectResponse(address(f"/jobs/{job.id}"), 303)


# --- corrections -----------------------------------------------------------------------------------


async def listed(request: Request) -> Response:
    """The corrections, the latest first."""
    found = await reach.library(request, corrections.listed)
    return render(request, "corrections.html", {"corrections": found[::-1]})


async def correct(request: Request) -> Response:
    """Keep a correction, and go back to where it was made."""
    given = await _fields(request)
    made, back = _correction(given)
    kept = await reach.library(request, corrections.make, made)
    return RedirectResponse(address(back, {"kept": kept}), 303)


async def undo(request: Request) -> Response:
    """Take a correction back."""
    await reach.library(request, corrections.undo, request.path_params["correction"])
    return RedirectResponse("/corrections", 303)


async def people(request: Request) -> Response:
    """Who is who in a story: the place to say that two are one, or that one is two."""
    shown = await reach.story(request, request.path_params["story"])
    return render(request, "people.html", {"story": shown, "cast": _cast(shown.comparison), "names": _outlets(shown)})


def _cast(comparison: Comparison) -> list[tuple[str, str, tuple[Span, ...]]]:
    """Name, kind and a passage in each article of everybody who is named, those in most articles first."""
    named = [entity for entity in comparison.entities if entity.named and entity.kind in KINDS]
    cast = []
    for entity in named:
        if any(mention.form != "pronoun" for mention in entity.mentions):
            cast.append((entity.name, entity.kind, corrections.anchors(comparison, entity.id)))
    return sorted(cast, key=lambda one: (KINDS.index(one[1]), -len(one[2])))


def _outlets(shown: views.Story) -> dict[str, str]:
    return {member.id: member.outlet or member.headline or member.source for member in shown.members}


def _correction(given: dict[str, str]) -> tuple[corrections.Correction, str]:
    """What a form says, and the path to go back to.  Raises RefusedError where it cannot be meant."""
    story = given.get("story", "")
    chosen = [value for name, value in sorted(given.items()) if re.fullmatch(r"p\d+", name)]
    back = f"/stories/{story}" if story else "/corrections"
    match given.get("kind"):
        case "family":
            return corrections.Family(given.get("outlet", ""), given.get("family", "").strip()), "/outlets"
        case "not in story":
            return corrections.NotInStory(given.get("article", ""), story), back
        case "not one fact" if len(chosen) == 2:
            return corrections.NotOneFact(_spans(chosen[0])[0], _spans(chosen[1])[0]), back
        case "one entity" if len(chosen) == 2:
            return corrections.OneEntity(_spans(chosen[0]), _spans(chosen[1])), f"{back}/people"
        case "two entities" if chosen:
            apart = tuple(span for value in chosen for span in _spans(value))
            rest = tuple(span for span in _spans(given.get("all", "")) if span not in apart)
            if not rest:
                raise RefusedError(400, "all articles were chosen. Leave those out that mean the other one.")
            return corrections.TwoEntities(rest, apart), f"{back}/people"
        case "not one fact" | "one entity":
            raise RefusedError(400, f"{len(chosen)} were chosen. Choose two.")
        case "two entities":
            raise RefusedError(400, "no article was chosen. Choose those that mean somebody else.")
    raise RefusedError(400, "the form does not say what is to be corrected. Load its page again, and retry.")


def _spans(value: str) -> tuple[Span, ...]:
    """Passages as "ARTICLE:120-180", with spaces between.  Raises RefusedError."""
    found = [PLACE.fullmatch(one) for one in value.split(" ")]
    spans = tuple(Span(one[1], int(one[2]), int(one[3])) for one in found if one)
    if not spans or len(spans) < len(found):
        raise RefusedError(400, "the form names no passage. Load its page again, and retry.")
    return spans


async def _fields(request: Request) -> dict[str, str]:
    """The text fields of a form; files are dropped."""
    sent = await uploads.form(request)
    sent.drop()
    return sent.fields


routes = [
    Route("/add", add),
    Route("/add/text", add_text, methods=["POST"]),
    Route("/add/files", add_files, methods=["POST"]),
    Route("/add/addresses", add_addresses, methods=["POST"]),
    Route("/add/update", update, methods=["POST"]),
    Route("/feeds/{feed:int}/stop", unfollow, methods=["POST"]),
    Route("/jobs/{job}", job),
    Route("/jobs/{job}/progress", progress),
    Route("/jobs/{job}/stop", stop, methods=["POST"]),
    Route("/corrections", listed),
    Route("/corrections", correct, methods=["POST"]),
    Route("/corrections/{correction:int}/undo", undo, methods=["POST"]),
    Route("/stories/{story}/people", people),
]
