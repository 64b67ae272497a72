#include "workers/clean/clean.h"

#include <errno.h>
#include <jansson.h>

#include "protocol/base/log.h"
#include "workers/clean/date.h"
#include "workers/clean/dateline.h"
#include "workers/clean/decode.h"
#include "workers/clean/fold.h"
#include "workers/clean/jammer.h"
#include "workers/clean/kind.h"
#include "workers/clean/lang.h"
#include "workers/clean/plain.h"
#include "workers/clean/prepass.h"
#include "workers/clean/select.h"
#include "workers/clean/tidy.h"
#include "workers/clean/title.h"
#include "workers/clean/undo.h"

enum {
	MAX_INPUT = 4 << 20, /* what is behind is not read */
	PROSE_WEIGHT = 100,  /* of a passage that tells the language */
	MIN_BODY = 500,	     /* bytes of an articleBody that is one */
	MIN_LOST = 3,	     /* characters that make a text "lossy" */
};

struct cleaner {
	struct decoder *decoder;
	struct parser *parser;
	struct hints *hints;
	struct han_pairs pairs;
};

int cleaner_open(struct cleaner **ret)
{
	NW_CLEANUP(cleaner_closep) struct cleaner *c = calloc(1, sizeof(*c));
	int r;

	if (!c)
		return nw_fault(-ENOMEM, "clean: allocate");
	json_object_seed(0); /* else jansson opens /dev/urandom for its first object */
	r = decoder_open(&c->decoder);
	if (r == 0)
		r = parser_open(&c->parser);
	if (r == 0)
		r = hints_open(&c->hints);
	if (r < 0)
		return r;
	han_pairs_fill(&c->pairs);
	*ret = nw_take(c);
	return 0;
}

struct cleaner *cleaner_close(struct cleaner *c)
{
	if (!c)
		return NULL;
	decoder_close(c->decoder);
	parser_close(c->parser);
	hints_close(c->hints);
	free(c);
	return NULL;
}

/* One article on its way. */
struct run {
	struct cleaner *cleaner;
	struct arena *arena;
	const struct raw_article *raw;
	struct clean_article *article;
	struct prose prose;

	/* of a page */
	struct page page;
	struct jsonld ld;
	struct page_meta meta;
	bool is_page;
};

/* Whether the passages taken are Chinese, as far as datelines need it. */
static bool reads_chinese(const struct run *run)
{
	for (size_t i = 0; i < run->page.n_passages; i++) {
		const struct passage *x = &run->page.passages[i];
		struct lang lang;

		if (!x->kept || x->weight < PROSE_WEIGHT)
			continue;
		lang = lang_find(&run->cleaner->pairs, x->text, NULL);
		return lang.code && strncmp(lang.code, "zh", 2) == 0;
	}
	return false;
}

/* Everything about the article that is not its text. The exact sources come first. */
static void read_about(struct run *run)
{
	struct page *page = &run->page;
	struct headline title;

	page->chinese = reads_chinese(run);
	jsonld_read(page, run->article, &run->ld);
	meta_read(page, run->article, &run->meta);
	title_find(page, &run->meta, &run->ld, &title);
	run->article->title = title.text;
	for (size_t i = title.passage; i <= title.last && i < page->n_passages; i++)
		page->passages[i].kept = false;
	dateline_read(page, &title, run->article);
	if (!run->article->source && title.text)
		run->article->source = title_site(page, &run->meta, &title);
	if (run->meta.is_forum)
		tidy_add_flag(run->article, "forum");
}

/* The passages that are the article; of a page full of jammers, line by line. */
static void take_passages(struct run *run)
{
	size_t jammers = 0, ignored = 0;
	struct span rest, line;

	for (size_t i = 0; i < run->page.n_passages; i++)
		if (run->page.passages[i].kept)
			jammers += plain_count_jammers(run->page.passages[i].text);
	for (size_t i = 0; i < run->page.n_passages; i++) {
		rest = run->page.passages[i].text;
		if (!run->page.passages[i].kept)
			continue;
		if (jammers < JAMMER_MANY)
			prose_add(&run->prose, rest);
		while (jammers >= JAMMER_MANY && span_line(&rest, &line)) {
			line = span_trim(jammer_strip(line, &ignored));
			if (line.len)
				prose_add(&run->prose, line);
		}
	}
	if (jammers >= JAMMER_MANY)
		plain_join_headings(&run->prose, jammers);
}

/* The text that the page's own data holds, where the page shows less than half of it. */
static void prefer_body(struct run *run)
{
	struct span body = span_of(run->ld.body);
	size_t shown = 0, jammers;

	for (size_t i = 0; i < run->prose.n; i++)
		shown += run->prose.lines[i].len;
	if (body.len < MIN_BODY || body.len / 2 < shown || prepass_is_html(body))
		return;
	plain_read(&run->prose, run->arena, body, &jammers);
}

static void read_page(struct run *run, struct span html)
{
	struct arena *a = run->arena;
	struct tree *tree = arena_alloc(a, sizeof(*tree));

	run->is_page = true;
	parser_run(run->cleaner->parser, a, prepass_html(a, html), tree);
	page_build(&run->page, a, tree, run->cleaner->hints);
	select_passages(&run->page);
	read_about(run);
	take_passages(run);
	prefer_body(run);
	tidy_prose(&run->prose, run->article);
}

static void read_plain(struct run *run, struct span text)
{
	size_t jammers;

	plain_read(&run->prose, run->arena, text, &jammers);
	tidy_prose(&run->prose, run->article);
	if (run->prose.captions)
		return;
	plain_join_headings(&run->prose, jammers);
	plain_take_title(&run->prose, run->raw->title, run->article);
}

static const char *given(const struct run *run, const char *s)
{
	return s ? fold_dup(run->arena, span_of(s)) : NULL;
}

/* The producer's word, where the page has none. */
static void fill_from_producer(struct run *run, bool chinese)
{
	const struct raw_article *raw = run->raw;
	struct clean_article *ret = run->article;
	struct date d;

	if (!ret->title)
		ret->title = given(run, raw->title);
	if (!ret->source)
		ret->source = given(run, raw->source);
	if (!ret->published && date_in_url(raw->url, &d)) {
		ret->published = date_format(&d, chinese, run->arena);
		ret->published_basis = "url";
	}
	if (!ret->published && raw->published && date_find(span_of(raw->published), &d)) {
		ret->published = date_format(&d, chinese, run->arena);
		ret->published_basis = "producer";
	}
}

static void take_text(struct run *run)
{
	struct span text = prose_join(&run->prose);
	bool spun;

	text = undo_pinyin(run->arena, text);
	text = undo_spinning(run->arena, text, &spun);
	if (spun)
		tidy_add_flag(run->article, "spun");
	run->article->text = arena_dup(run->arena, text.at, text.len);
	run->article->text_len = text.len;
}

static size_t count_lost(struct span text)
{
	size_t n = 0;
	long at;

	for (; (at = span_find(text, "\ufffd")) >= 0; n++)
		text = span_from(text, (size_t)at + strlen("\ufffd"));
	return n;
}

/* What is known only when the text is there. */
static void finish(struct run *run)
{
	struct clean_article *ret = run->article;
	struct span text = { ret->text, ret->text_len };
	struct lang lang = lang_find(&run->cleaner->pairs, text, run->meta.lang);

	ret->lang = lang.code;
	if (lang.mixed)
		tidy_add_flag(ret, "mixed");
	if (count_lost(text) >= MIN_LOST)
		tidy_add_flag(ret, "lossy");
	ret->kind = kind_find(run->is_page ? &run->page : NULL, ret);
	fill_from_producer(run, lang.code && strncmp(lang.code, "zh", 2) == 0);
}

int cleaner_run(struct cleaner *c, struct arena *a, const struct raw_article *raw,
		struct clean_article *ret)
{
	struct run run = { .cleaner = c,
			   .arena = a,
			   .raw = raw,
			   .article = ret,
			   .prose = { .arena = a } };
	size_t len = raw->body_len < MAX_INPUT ? raw->body_len : MAX_INPUT;
	struct decoded decoded;
	struct span text;

	*ret = (struct clean_article){ 0 };
	decoder_run(c->decoder, a, (struct span){ raw->body, len }, raw->charset,
		    &decoded);
	ret->encoding = decoded.encoding;
	text = decoded.text;
	if (!prepass_is_html(text))
		text = undo_escapes(a, text);
	if (prepass_is_html(text))
		read_page(&run, text);
	else
		read_plain(&run, text);
	take_text(&run);
	finish(&run);
	return 0;
}
