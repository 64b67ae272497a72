#include "workers/clean/title.h"

#include "workers/clean/prose.h"

enum {
	MAX_CHARACTERS = 200,
	MAX_SITE = 60,	    /* bytes */
	MIN_FORM_BYTES = 9, /* three Han characters, nine Latin ones */
};

struct claims {
	struct span forms[3]; /* og:title, <title>, JSON-LD; blanks and width folded */
};

static struct span form_of(const struct page *p, const char *s)
{
	return s ? prose_form(p->arena, span_of(s), MAX_CHARACTERS)
		 : (struct span){ "", 0 };
}

static bool holds(struct span whole, struct span part)
{
	return part.len && whole.len >= part.len &&
	       memmem(whole.at, whole.len, part.at, part.len);
}

/* How well the passage matches what the page claims; 0 not at all. */
static size_t match(const struct claims *c, struct span form, bool heading)
{
	size_t best = 0;

	for (size_t i = 0; i < NW_ARRAY_LEN(c->forms); i++) {
		struct span claim = c->forms[i];

		if (!claim.len || !holds(claim, form))
			continue;
		/* a short piece of a long title is the site's name, or a section's */
		if (form.len * 3 < claim.len && !heading)
			continue;
		if (form.len * 4 < claim.len)
			continue;
		if (form.len > best)
			best = form.len;
	}
	return best ? best + (heading ? 3 : 0) : 0;
}

static bool in_heading(const struct page *p, const struct passage *x)
{
	return tag_is_heading(p->tree->nodes[x->node].tag);
}

/* Up to the first passages of the article: a headline stands above its text. */
static size_t look_until(const struct page *p)
{
	size_t kept = 0, i;

	for (i = 0; i < p->n_passages && kept < 4; i++)
		kept += p->passages[i].kept;
	return i;
}

static size_t find_passage(const struct page *p, const struct claims *claims)
{
	size_t best = 0, at = p->n_passages, until = look_until(p);

	for (size_t i = 0; i < until; i++) {
		const struct passage *x = &p->passages[i];
		struct span form;
		size_t points;

		if (x->text.len > MAX_CHARACTERS * 4 || x->text.len < 4)
			continue;
		form = prose_form(p->arena, x->text, MAX_CHARACTERS);
		if (form.len < MIN_FORM_BYTES)
			continue;
		points = match(claims, form, in_heading(p, x));
		if (points > best) {
			best = points;
			at = i;
		}
	}
	return at;
}

/* The only <h1>, where nothing is claimed. */
static size_t lone_heading(const struct page *p)
{
	size_t at = p->n_passages, until = look_until(p);

	for (size_t i = 0; i < until; i++)
		if (p->tree->nodes[p->passages[i].node].tag == TAG_h1 &&
		    p->passages[i].text.len >= MIN_FORM_BYTES)
			at = i;
	return at;
}

/* Takes the part in front of the next mark off `rest`. */
static struct span next_part(struct span *rest)
{
	static const char *const marks[] = { "_",   "|",   "｜", " - ", "--", " – ",
					     " — ", " » ", "::", "丨",	"-" };
	size_t end = rest->len, skip = 0;
	struct span part;

	for (size_t i = 0; i < NW_ARRAY_LEN(marks); i++) {
		long at = span_find(*rest, marks[i]);

		if (at < 0 || (size_t)at >= end)
			continue;
		if (strcmp(marks[i], "-") == 0 && !(rest->at[at + 1] & 0x80))
			continue;
		end = (size_t)at;
		skip = strlen(marks[i]);
	}
	part = span_trim(span_upto(*rest, end));
	*rest = span_from(*rest, end + skip);
	return part;
}

/* The longest of the parts between the marks that join headline and site. */
static const char *longest_part(const struct page *p, const char *title)
{
	struct span rest = span_of(title), best = { "", 0 };

	while (rest.len) {
		struct span part = next_part(&rest);

		if (part.len > best.len)
			best = part;
	}
	return best.len ? arena_dup(p->arena, best.at, best.len) : NULL;
}

/* A headline broken over several passages: those that follow and still are part of the
 * claim belong to it. Returns the last one. */
static size_t find_end(const struct page *p, const struct claims *claims, size_t at)
{
	struct span form = prose_form(p->arena, p->passages[at].text, MAX_CHARACTERS);

	while (at + 1 < p->n_passages) {
		struct span next = p->passages[at + 1].text, both;
		const char *joined;
		bool claimed = false;

		if (next.len > MAX_CHARACTERS)
			return at;
		joined = arena_printf(p->arena, "%.*s%.*s", (int)form.len, form.at,
				      (int)next.len, next.at);
		both = prose_form(p->arena, span_of(joined), MAX_CHARACTERS);
		for (size_t i = 0; i < NW_ARRAY_LEN(claims->forms); i++)
			claimed |= holds(claims->forms[i], both);
		if (!claimed)
			return at;
		form = both;
		at++;
	}
	return at;
}

static const char *join_passages(const struct page *p, size_t from, size_t to)
{
	struct span text = p->passages[from].text;
	const char *joined = arena_dup(p->arena, text.at, text.len);

	for (size_t i = from + 1; i <= to; i++) {
		text = p->passages[i].text;
		joined = arena_printf(p->arena, "%s%s%.*s", joined,
				      span_starts(text, "—") ? "" : " ", (int)text.len,
				      text.at);
	}
	return joined;
}

/* Forums say before a headline that it is one. */
static const char *without_label(const char *title)
{
	static const char *const labels[] = { "主题：", "主题:", "标题：",
					      "标题:", "主題：" };
	struct span s = span_of(title);

	for (size_t i = 0; i < NW_ARRAY_LEN(labels); i++)
		if (span_starts(s, labels[i]))
			s = span_trim(span_from(s, strlen(labels[i])));
	return s.at;
}

void title_find(const struct page *p, const struct page_meta *meta,
		const struct jsonld *ld, struct headline *ret)
{
	struct claims claims = { { form_of(p, meta->headline), form_of(p, meta->title),
				   form_of(p, ld->headline) } };
	size_t at = find_passage(p, &claims);

	if (at == p->n_passages && !meta->title && !meta->headline)
		at = lone_heading(p);
	*ret = (struct headline){ NULL, at, at };
	if (at < p->n_passages) {
		ret->last = find_end(p, &claims, at);
		ret->text = without_label(join_passages(p, at, ret->last));
	} else if (ld->headline) {
		ret->text = ld->headline;
	} else if (meta->headline || meta->title) {
		ret->text =
			longest_part(p, meta->headline ? meta->headline : meta->title);
	}
}

/* Whether the part is the headline, or most of it. */
static bool is_headline(struct span title, struct span part)
{
	return holds(part, title) || (holds(title, part) && part.len * 2 > title.len);
}

const char *title_site(const struct page *p, const struct page_meta *meta,
		       const struct headline *headline)
{
	struct span rest = span_of(meta->title), first = { "", 0 }, last = { "", 0 };
	struct span title = form_of(p, headline->text), site;
	bool headline_last = false;

	while (rest.len) {
		struct span part = next_part(&rest);

		if (!part.len || span_starts(part, "Powered by"))
			continue;
		headline_last =
			is_headline(title, prose_form(p->arena, part, MAX_CHARACTERS));
		if (headline_last)
			continue;
		if (!first.len)
			first = part;
		last = part;
	}
	site = headline_last ? first : last;
	if (!site.len || site.len > MAX_SITE)
		return NULL;
	return arena_dup(p->arena, site.at, site.len);
}
