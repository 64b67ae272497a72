#include "workers/clean/clean.h"

#include <errno.h>
#include <jansson.h>

#include "protocol/base/log.h"
#include "workers/clean/date.h"
#include "workers/clean/dateline.h"
#include "workers/clean/decode.h"
#include "workers/clean/lang.h"
#include "workers/clean/plain.h"
#include "workers/clean/prepass.h"
#include "workers/clean/select.h"
#include "workers/clean/tidy.h"
#include "workers/clean/title.h"

enum {
	MAX_INPUT = 8 << 20, /* what is behind is not read */
	STUB_BYTES = 200,    /* less is no article */
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

/* Whether the passages taken are Chinese, as far as datelines need it. */
static bool reads_chinese(struct cleaner *c, const struct page *p)
{
	for (size_t i = 0; i < p->n_passages; i++) {
		const struct passage *x = &p->passages[i];
		struct lang lang;

		if (!x->kept || x->weight < 100)
			continue;
		lang = lang_find(&c->pairs, x->text, NULL);
		return lang.code && strncmp(lang.code, "zh", 2) == 0;
	}
	return false;
}

/* Everything about the article that is not its text. The exact sources come first. */
static void read_about(struct cleaner *c, struct page *page, struct clean_article *ret,
		       const char **ret_lang)
{
	struct headline title;
	struct page_meta meta;
	struct jsonld ld;

	page->chinese = reads_chinese(c, page);
	jsonld_read(page, ret, &ld);
	meta_read(page, ret, &meta);
	title_find(page, &meta, &ld, &title);
	ret->title = title.text;
	for (size_t i = title.passage; i <= title.last && i < page->n_passages; i++)
		page->passages[i].kept = false;
	dateline_read(page, &title, ret);
	*ret_lang = meta.lang;
}

static void read_page(struct cleaner *c, struct arena *a, struct span html,
		      struct clean_article *ret, struct prose *prose,
		      const char **ret_lang)
{
	struct tree tree;
	struct page page;

	parser_run(c->parser, a, prepass_html(a, html), &tree);
	page_build(&page, a, &tree, c->hints);
	select_passages(&page);
	read_about(c, &page, ret, ret_lang);
	*prose = (struct prose){ .arena = a };
	for (size_t i = 0; i < page.n_passages; i++)
		if (page.passages[i].kept)
			prose_add(prose, page.passages[i].text);
	tidy_prose(prose, ret);
}

static void read_plain(struct arena *a, struct span text, struct clean_article *ret,
		       struct prose *prose)
{
	size_t jammers;

	plain_read(prose, a, text, ret, &jammers);
	tidy_prose(prose, ret);
	if (!prose->captions)
		plain_take_title(prose, ret);
}

/* The producer's word, where the page has none. */
static void fill_from_producer(struct arena *a, const struct raw_article *raw,
			       bool chinese, struct clean_article *ret)
{
	struct date d;

	if (!ret->title)
		ret->title = raw->title;
	if (!ret->source)
		ret->source = raw->source;
	if (!ret->published && date_in_url(raw->url, &d)) {
		ret->published = date_format(&d, chinese, a);
		ret->published_basis = "url";
	}
	if (!ret->published && raw->published) {
		bool found = date_find(span_of(raw->published), &d);

		ret->published = found ? date_format(&d, chinese, a) : NULL;
		ret->published_basis = found ? "producer" : NULL;
	}
}

static void finish(struct cleaner *c, struct arena *a, const struct raw_article *raw,
		   const char *declared_lang, size_t n_bad, struct clean_article *ret)
{
	struct span text = { ret->text, ret->text_len };
	struct lang lang = lang_find(&c->pairs, text, declared_lang);

	ret->lang = lang.code;
	if (lang.mixed)
		tidy_add_flag(ret, "mixed");
	if (n_bad > 2)
		tidy_add_flag(ret, "lossy");
	ret->kind = !text.len ? "error" : text.len < STUB_BYTES ? "stub" : "article";
	fill_from_producer(a, raw, lang.code && strncmp(lang.code, "zh", 2) == 0, ret);
}

int cleaner_run(struct cleaner *c, struct arena *a, const struct raw_article *raw,
		struct clean_article *ret)
{
	struct span bytes = { raw->body,
			      raw->body_len < MAX_INPUT ? raw->body_len : MAX_INPUT };
	const char *declared_lang = NULL;
	struct decoded decoded;
	struct prose prose;
	struct span text;

	*ret = (struct clean_article){ 0 };
	decoder_run(c->decoder, a, bytes, raw->charset, &decoded);
	ret->encoding = decoded.encoding;
	if (prepass_is_html(decoded.text))
		read_page(c, a, decoded.text, ret, &prose, &declared_lang);
	else
		read_plain(a, decoded.text, ret, &prose);
	text = prose_join(&prose);
	ret->text = text.at;
	ret->text_len = text.len;
	finish(c, a, raw, declared_lang, decoded.n_bad, ret);
	return 0;
}
