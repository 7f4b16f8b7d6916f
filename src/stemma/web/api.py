"""The API under /api/v1: everything that the pages show, and everything that they do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType
from starlette.requests import Request
from starlette.responses import Response

from stemma.library import corrections, feeds, listing
from stemma.library.corrections import Listed
from stemma.library.outlets import Outlet
from stemma.library.search import Filters
from stemma.show import citing
from stemma.show.json import Object, document, reading_document
from stemma.types import Span
from stemma.web import calls, reach, uploads, views, work
from stemma.web.calls import Call, answer, converted
from stemma.web.jobs import Job
from stemma.web.problems import Failed, Problem

Words = Annotated[str, Meta(max_length=500)]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Cursor = Annotated[str, Meta(max_length=3000, description="`next` of the page before")]
Limit = Annotated[int, Meta(ge=1, le=200)]
Count = Annotated[int, Meta(ge=0, le=1_000_000)]
Url = Annotated[str, Meta(pattern="^[Hh][Tt][Tt][Pp][Ss]?://", max_length=2000)]
Day = Annotated[date, Meta(description="both ends included")]


class Query(Struct, frozen=True, forbid_unknown_fields=True):
    """Parameters of an address; one that is not known is refused, not passed over."""


class StoriesQuery(Query, frozen=True):
    """Which stories.  q: words as for search, in any of their articles."""

    q: Words = ""
    since: Day | UnsetType = UNSET
    until: Day | UnsetType = UNSET
    about: Name | UnsetType = UNSET
    person: Name | UnsetType = UNSET
    place: Name | UnsetType = UNSET
    outlet: Name | UnsetType = UNSET
    min_origins: Count = 0
    min_articles: Count = 0
    conflicts: Literal["true", "false"] = "false"
    limit: Limit = 50
    after: Cursor | UnsetType = UNSET


class SearchQuery(Query, frozen=True):
    """Which articles.  story: the id of one, to search in it alone."""

    q: Words = ""
    person: Name | UnsetType = UNSET
    outlet: Name | UnsetType = UNSET
    speaker: Name | UnsetType = UNSET
    since: Day | UnsetType = UNSET
    until: Day | UnsetType = UNSET
    story: Name | UnsetType = UNSET
    limit: Limit = 20
    after: Cursor | UnsetType = UNSET


class TypedQuery(Query, frozen=True):
    """q: what was typed so far; its last word may be unfinished."""

    q: Words


class PageQuery(Query, frozen=True):
    """A page of a list."""

    limit: Limit = 100
    after: Cursor | UnsetType = UNSET


class CitingQuery(Query, frozen=True):
    """In which form."""

    form: citing.Form = "text"


class CorrectionsQuery(Query, frozen=True):
    """story: the id of one, for those alone that bear on it."""

    story: Name | UnsetType = UNSET


class Pasted(Struct, frozen=True, forbid_unknown_fields=True):
    """A text to take in.  published: ISO 8601; what is not given is looked for in the text."""

    text: Annotated[str, Meta(min_length=1, max_length=2_000_000)]
    outlet: Annotated[str, Meta(max_length=200)] = ""
    published: Annotated[str, Meta(pattern=r"^(\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?)?$")] = ""
    url: Annotated[str, Meta(max_length=2000, pattern="^([Hh][Tt][Tt][Pp][Ss]?://.*)?$")] = ""


class Pages(Struct, frozen=True, forbid_unknown_fields=True):
    """Pages to fetch and take in.  outlet: whose they are, over what they say."""

    urls: Annotated[tuple[Url, ...], Meta(min_length=1, max_length=100)]
    outlet: Annotated[str, Meta(max_length=200)] = ""


class Followed(Struct, frozen=True, forbid_unknown_fields=True):
    """Feeds to follow, or pages that name theirs."""

    urls: Annotated[tuple[Url, ...], Meta(min_length=1, max_length=100)]


class FilesForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What goes with files.  outlet: whose they are, over what they say."""

    outlet: Annotated[str, Meta(max_length=200)] = ""


Spans = Annotated[tuple[Span, ...], Meta(min_length=1, max_length=corrections.NAMES)]


class _Said(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """What a person says against what was found."""


class OneEntity(_Said, frozen=True, tag="one entity"):
    """All these passages name one person, organisation or place."""

    first: Spans
    second: Spans


class TwoEntities(_Said, frozen=True, tag="two entities"):
    """The passages of `first` name somebody else than those of `second`."""

    first: Spans
    second: Spans


class NotOneFact(_Said, frozen=True, tag="not one fact"):
    """Two passages that do not state the same fact."""

    first: Span
    second: Span


class NotInStory(_Said, frozen=True, tag="not in story"):
    """An article that is no part of a story."""

    article: Name
    story: Name


class Family(_Said, frozen=True, tag="family"):
    """An outlet that belongs to a publisher."""

    outlet: Name
    family: Name


Said = OneEntity | TwoEntities | NotOneFact | NotInStory | Family


@dataclass(frozen=True, slots=True)
class StoryAnswer:
    """A story.  comparison: as docs/json.md has it."""

    story: views.Card
    members: tuple[views.Member, ...]
    merged: tuple[views.Merged, ...]
    comparison: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ArticleAnswer:
    """An article.  reading: what it says by itself, as docs/json.md has it.  story: id of the one it is in."""

    story: str | None
    added_at: str
    revisions: tuple[views.Revision, ...]
    reading: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outlets:
    """Every outlet, those with most articles first."""

    items: tuple[Outlet, ...]


@dataclass(frozen=True, slots=True)
class Feeds:
    """The feeds that are followed."""

    items: tuple[views.Feed, ...]


@dataclass(frozen=True, slots=True)
class JobList:
    """The jobs that are remembered, the latest first."""

    items: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class Corrections:
    """Corrections in the order they were made."""

    items: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A correction that was made.  id: to undo it by."""

    id: int


# --- reading ---------------------------------------------------------------------------------------


async def list_stories(request: Request, query: StoriesQuery) -> views.Stories:
    """Stories, the latest first, as far as the filters let them through."""
    asked = listing.Query(
        since=_day(query.since),
        until=_day(query.until),
        about=_given(query.about),
        person=_given(query.person),
        place=_given(query.place),
        outlet=_given(query.outlet),
        words=query.q,
        min_origins=query.min_origins,
        min_articles=query.min_articles,
        conflicts=query.conflicts == "true",
    )
    return await reach.library(request, views.stories_page, asked, limit=query.limit, after=_given(query.after))


async def get_story(request: Request) -> StoryAnswer:
    """A story with its articles side by side; one that was merged into another gives that."""
    shown = await reach.story(request, request.path_params["story"])
    return StoryAnswer(shown.card, shown.members, shown.merged, document(shown.comparison))


async def cite_claim(request: Request, query: CitingQuery) -> Response:
    """A claim with its citations, as text, Markdown or a W3C Web Annotation."""
    shown = await reach.story(request, request.path_params["story"])
    text = citing.cite(shown.comparison, request.path_params["claim"], query.form)
    return Response(text, media_type=citing.MEDIA[query.form])


async def get_article(request: Request) -> ArticleAnswer:
    """An article by itself, with its revisions."""
    shown = await reach.library(request, views.article, request.path_params["article"])
    return ArticleAnswer(shown.story, shown.added_at, shown.revisions, reading_document(shown.reading))


async def search(request: Request, query: SearchQuery) -> views.Hits:
    """Articles that hold all of the words: the best first, or the latest where no words are given.

    A phrase in quotation marks stands together; a star ends the start of a word.
    """
    filters = Filters(
        person=_given(query.person),
        outlet=_given(query.outlet),
        speaker=_given(query.speaker),
        since=_day(query.since),
        until=_day(query.until),
    )
    return await reach.library(
        request, views.search, query.q, filters, story=_given(query.story), limit=query.limit, after=_given(query.after)
    )


async def suggest(request: Request, query: TypedQuery) -> views.Typed:
    """A few stories, articles, names and outlets, while somebody types."""
    return await reach.library(request, views.typed, query.q)


async def list_outlets(request: Request) -> Outlets:
    """Every outlet of the library, hidden ones included."""
    return Outlets(await reach.library(request, views.outlet_list))


async def list_feeds(request: Request) -> Feeds:
    """The feeds that are followed, in the order they were followed in."""
    return Feeds(await reach.library(request, views.feed_list))


async def list_failures(request: Request, query: PageQuery) -> views.Failures:
    """What could not be taken in, the latest first."""
    return await reach.library(request, views.failure_list, limit=query.limit, after=_given(query.after))


# --- taking in -------------------------------------------------------------------------------------


async def add_text(request: Request, body: Pasted) -> Job:
    """Take in a text, in a job."""
    return reach.jobs(request).submit(work.Text(body.text, body.outlet, body.published, body.url))


async def add_files(request: Request) -> Job:
    """Take in files of any kind that `stemma add` reads, in a job."""
    sent = await uploads.form(request)
    try:
        form: FilesForm = converted(sent.fields, FilesForm)
        if sent.folder is None:
            raise uploads.NOTHING
        return reach.jobs(request).submit(work.Files(sent.folder, sent.names, form.outlet), sent.drop)
    except BaseException:
        sent.drop()
        raise


async def add_pages(request: Request, body: Pages) -> Job:
    """Fetch pages and take them in, in a job.  Their addresses have to be public."""
    return reach.jobs(request).submit(work.Urls(body.urls, body.outlet))


async def follow_feeds(request: Request, body: Followed) -> Job:
    """Follow feeds and take in what is in them, in a job.  Their addresses have to be public."""
    return reach.jobs(request).submit(work.Feeds(body.urls))


async def update_feeds(request: Request) -> Job:
    """Fetch what is new in the feeds that are followed, in a job."""
    return reach.jobs(request).submit(work.Update())


async def unfollow_feed(request: Request) -> None:
    """Follow a feed no longer; its articles stay."""
    await reach.library(request, feeds.unfollow_key, request.path_params["feed"])


async def list_jobs(request: Request) -> JobList:
    """The jobs since the server was started, the latest first."""
    return JobList(reach.jobs(request).listing())


async def get_job(request: Request) -> Job:
    """A job with its progress."""
    return reach.jobs(request).get(request.path_params["job"])


async def stop_job(request: Request) -> Job:
    """Stop a job; what it took in stays."""
    return reach.jobs(request).stop(request.path_params["job"])


# --- corrections -----------------------------------------------------------------------------------


async def list_corrections(request: Request, query: CorrectionsQuery) -> Corrections:
    """The corrections that people made, those that do nothing any more included."""
    return Corrections(tuple(await reach.library(request, corrections.listed, _given(query.story))))


async def make_correction(request: Request, body: Said) -> Kept:
    """Correct what was found; it survives whatever comes later, and can be undone."""
    return Kept(await reach.library(request, corrections.make, _correction(body)))


async def undo_correction(request: Request) -> None:
    """Take a correction back: what it changed is again as it was found."""
    await reach.library(request, corrections.undo, request.path_params["correction"])


def _correction(said: Said) -> corrections.Correction:
    match said:
        case OneEntity():
            return corrections.OneEntity(said.first, said.second)
        case TwoEntities():
            return corrections.TwoEntities(said.first, said.second)
        case NotOneFact():
            return corrections.NotOneFact(said.first, said.second)
        case NotInStory():
            return corrections.NotInStory(said.article, said.story)
        case Family():
            return corrections.Family(said.outlet, said.family)


def _given(words: str | UnsetType) -> str | None:
    """What an address says, None for nothing: "null" is a word like any other."""
    return None if isinstance(words, UnsetType) else words


def _day(day: date | UnsetType) -> str | None:
    return None if isinstance(day, UnsetType) else day.isoformat()


# --- all of it -------------------------------------------------------------------------------------


async def openapi(request: Request) -> Object:
    """This API in OpenAPI 3.1."""
    from stemma.web.openapi import described

    return described(CALLS)


CITED = tuple(citing.MEDIA.values())

CALLS = (
    Call("GET", "/stories", list_stories, views.Stories, query=StoriesQuery),
    Call("GET", "/stories/{story}", get_story, StoryAnswer),
    Call("GET", "/stories/{story}/claims/{claim}", cite_claim, str, query=CitingQuery, media=CITED),
    Call("GET", "/articles/{article}", get_article, ArticleAnswer),
    Call("GET", "/search", search, views.Hits, query=SearchQuery),
    Call("GET", "/suggest", suggest, views.Typed, query=TypedQuery),
    Call("GET", "/outlets", list_outlets, Outlets),
    Call("GET", "/failures", list_failures, views.Failures, query=PageQuery),
    Call("GET", "/feeds", list_feeds, Feeds),
    Call("DELETE", "/feeds/{feed:int}", unfollow_feed, None, status=204),
    Call("GET", "/corrections", list_corrections, Corrections, query=CorrectionsQuery),
    Call("POST", "/corrections", make_correction, Kept, body=Said, status=201),
    Call("DELETE", "/corrections/{correction:int}", undo_correction, None, status=204),
    Call("GET", "/jobs", list_jobs, JobList),
    Call("GET", "/jobs/{job}", get_job, Job),
    Call("DELETE", "/jobs/{job}", stop_job, Job),
    Call("POST", "/jobs/text", add_text, Job, body=Pasted, status=202),
    Call("POST", "/jobs/files", add_files, Job, form=FilesForm, status=202),
    Call("POST", "/jobs/pages", add_pages, Job, body=Pages, status=202),
    Call("POST", "/jobs/feeds", follow_feeds, Job, body=Followed, status=202),
    Call("POST", "/jobs/update", update_feeds, Job, status=202),
    Call("GET", "/openapi.json", openapi, dict[str, Any]),
)  # fmt: skip


def failed(problem: Problem, headers: dict[str, str]) -> Response:
    """An error in the shape that all errors have."""
    return answer(Failed(problem), problem.status, headers)


routes = calls.routes(CALLS)
