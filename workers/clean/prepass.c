#include "workers/clean/prepass.h"

#include <ctype.h>
#include <strings.h>

#include "workers/clean/entity.h"
#include "workers/clean/tag.h"

enum { MAX_VALUE_BYTES = 8192, MAX_NAME_BYTES = 32 };

struct prepass {
	struct span in;
	size_t at;
	char *out;
	size_t len;

	enum tag open[PREPASS_MAX_DEPTH];
	size_t depth;
	size_t untagged[N_TAGS]; /* elements too deep, whose end tag must go too */
	bool quotes_broken, no_comment_end, no_script_end, no_style_end;
};

static void put(struct prepass *p, const char *s, size_t len)
{
	memcpy(p->out + p->len, s, len);
	p->len += len;
}

static void puts_(struct prepass *p, const char *s)
{
	put(p, s, strlen(s));
}

static struct span rest(const struct prepass *p)
{
	return span_from(p->in, p->at);
}

/* The end of the tag that begins at `p->at`: the place of its `>`. A quote that is never
 * closed is no quote, and after the first of those none is believed. */
static size_t tag_end(struct prepass *p)
{
	char quote = 0;
	size_t i;

	for (i = p->at; i < p->in.len; i++) {
		char c = p->in.at[i];

		if (quote)
			quote = c == quote ? 0 : quote;
		else if ((c == '"' || c == '\'') && !p->quotes_broken &&
			 p->in.at[i - 1] == '=')
			quote = c;
		else if (c == '>')
			return i;
	}
	if (!quote)
		return p->in.len;
	p->quotes_broken = true;
	return tag_end(p);
}

static bool name_char(char c)
{
	return isalnum((unsigned char)c) || c == '-' || c == '_' || c == ':' || c == '.';
}

/* One attribute off the front of `s`: all of it, its name, its value. */
static bool next_attr(struct span *s, struct span *whole, struct span *name,
		      struct span *value)
{
	size_t i = 0, start;
	char quote;

	while (i < s->len && !name_char(s->at[i]))
		i++;
	start = i;
	while (i < s->len && name_char(s->at[i]))
		i++;
	*name = (struct span){ s->at + start, i - start };
	*value = (struct span){ "", 0 };
	while (i < s->len && isspace((unsigned char)s->at[i]))
		i++;
	if (i < s->len && s->at[i] == '=') {
		i++;
		while (i < s->len && isspace((unsigned char)s->at[i]))
			i++;
		quote = i < s->len && (s->at[i] == '"' || s->at[i] == '\'') ? s->at[i++]
									    : 0;
		value->at = s->at + i;
		while (i < s->len &&
		       (quote ? s->at[i] != quote : !isspace((unsigned char)s->at[i])))
			i++;
		value->len = (size_t)(s->at + i - value->at);
		if (quote && i < s->len)
			i++;
	}
	*whole = (struct span){ s->at + start, i - start };
	*s = span_from(*s, i);
	return name->len > 0;
}

/* Each attribute that is read at all, once. */
static void put_attrs(struct prepass *p, struct span attrs)
{
	struct span whole, name, value;
	bool seen[N_ATTRS] = { false };
	int id;

	while (next_attr(&attrs, &whole, &name, &value)) {
		id = attr_find(name);
		if (id < 0 || seen[id] || value.len > MAX_VALUE_BYTES)
			continue;
		seen[id] = true;
		puts_(p, " ");
		put(p, whole.at, whole.len);
	}
}

/* Notes that an element opens; false when it is too deep to be one. */
static bool enter(struct prepass *p, enum tag t)
{
	if (tag_flags(t) & TAG_IS_LOOSE && p->depth && p->open[p->depth - 1] == t)
		p->depth--;
	if (p->depth == PREPASS_MAX_DEPTH) {
		p->untagged[t]++;
		return false;
	}
	p->open[p->depth++] = t;
	return true;
}

/* Notes an end tag; false when it belongs to an element that lost its tag. */
static bool leave(struct prepass *p, enum tag t)
{
	if (p->untagged[t]) {
		p->untagged[t]--;
		return false;
	}
	for (size_t i = p->depth; i > 0; i--)
		if (p->open[i - 1] == t) {
			p->depth = i - 1;
			break;
		}
	return true;
}

/* A script or a style: taken over as it is, for the parser ends it at the same place. One
 * that never ends takes the rest of the page with it. */
static void copy_raw(struct prepass *p, const char *end_tag, bool *no_end)
{
	struct span r = rest(p);
	size_t i = r.len, end_len = strlen(end_tag);

	if (!*no_end)
		for (i = 0; i < r.len; i++)
			if (r.at[i] == '<' && i + end_len <= r.len &&
			    strncasecmp(r.at + i, end_tag, end_len) == 0)
				break;
	*no_end = i == r.len;
	put(p, r.at, i);
	p->at += i;
}

static void start_tag(struct prepass *p)
{
	size_t begin = p->at + 1, end = tag_end(p), name_end = begin;
	struct span name;
	enum tag t;

	while (name_end < end && name_char(p->in.at[name_end]))
		name_end++;
	name = (struct span){ p->in.at + begin, name_end - begin };
	t = tag_find(name);
	p->at = end < p->in.len ? end + 1 : end;
	if (name.len > MAX_NAME_BYTES)
		return;
	if (!(tag_flags(t) & TAG_IS_VOID) && !enter(p, t)) {
		puts_(p, " ");
		return;
	}
	puts_(p, "<");
	put(p, name.at, name.len);
	put_attrs(p, (struct span){ p->in.at + name_end, end - name_end });
	puts_(p, ">");
	if (t == TAG_script)
		copy_raw(p, "</script", &p->no_script_end);
	else if (t == TAG_style)
		copy_raw(p, "</style", &p->no_style_end);
}

static void end_tag(struct prepass *p)
{
	size_t begin = p->at + 2, end = tag_end(p), name_end = begin;
	struct span name;

	while (name_end < end && name_char(p->in.at[name_end]))
		name_end++;
	name = (struct span){ p->in.at + begin, name_end - begin };
	p->at = end < p->in.len ? end + 1 : end;
	if (name.len > MAX_NAME_BYTES || !leave(p, tag_find(name)))
		return;
	puts_(p, "</");
	put(p, name.at, name.len);
	puts_(p, ">");
}

static void skip_past(struct prepass *p, const char *end, bool *missing)
{
	long at = *missing ? -1 : span_find(rest(p), end);

	if (at >= 0) {
		p->at += (size_t)at + strlen(end);
		return;
	}
	*missing = true;
	p->at += 2; /* no comment: its text stays */
}

/* `<!…>` and `<?…>`: comments, document types, processing instructions. */
static void declaration(struct prepass *p)
{
	static const char comment[] = "<!--";
	struct span r = rest(p);
	const char *end;

	if (span_starts(r, "<!-->") || span_starts(r, "<!--->")) {
		p->at = (size_t)((const char *)memchr(r.at, '>', r.len) - p->in.at) + 1;
	} else if (span_starts(r, comment)) {
		skip_past(p, "-->", &p->no_comment_end);
	} else {
		end = memchr(r.at, '>', r.len);
		p->at = end ? (size_t)(end - p->in.at) + 1 : p->in.len;
	}
}

static void markup(struct prepass *p)
{
	struct span r = rest(p);
	char next = r.len > 1 ? r.at[1] : 0;

	if (isalpha((unsigned char)next)) {
		start_tag(p);
	} else if (next == '/' && r.len > 2 && isalpha((unsigned char)r.at[2])) {
		end_tag(p);
	} else if (next == '!' || next == '?') {
		declaration(p);
	} else {
		puts_(p, "&lt;");
		p->at++;
	}
}

static void text(struct prepass *p)
{
	struct span r = rest(p);
	size_t n = 0;

	while (n < r.len && r.at[n] != '<' && r.at[n] != '&')
		n++;
	put(p, r.at, n);
	p->at += n;
}

static void reference(struct prepass *p)
{
	struct span replaced;
	size_t used = entity_mend(rest(p), &replaced);

	put(p, replaced.at, replaced.len);
	p->at += used;
}

struct span prepass_html(struct arena *a, struct span html)
{
	struct prepass p = { .in = html };
	size_t cap = html.len + 16;

	for (size_t i = 0; i < html.len; i++)
		cap += html.at[i] == '<' ? 4 : html.at[i] == '&' ? ENTITY_GROWS : 0;
	p.out = arena_alloc(a, cap);
	while (p.at < html.len) {
		if (html.at[p.at] == '<')
			markup(&p);
		else if (html.at[p.at] == '&')
			reference(&p);
		else
			text(&p);
	}
	return (struct span){ p.out, p.len };
}

/* A page has a tag that no prose has; Markdown with a stray <br> is not one. */
bool prepass_is_html(struct span text)
{
	static const enum tag telling[] = {
		TAG_html,  TAG_head, TAG_body,	 TAG_div,     TAG_p,	   TAG_table,
		TAG_title, TAG_meta, TAG_script, TAG_article, TAG_section, TAG_span,
	};
	size_t n = 0;

	for (size_t i = 0; i + 2 < text.len; i++) {
		struct span name = { text.at + i + 1, 0 };
		enum tag t;

		if (text.at[i] != '<')
			continue;
		if (text.len - i > 9 && strncasecmp(text.at + i, "<!doctype", 9) == 0)
			return true;
		while (i + 1 + name.len < text.len && name.len < MAX_NAME_BYTES &&
		       name_char(name.at[name.len]))
			name.len++;
		t = tag_find(name);
		for (size_t k = 0; k < NW_ARRAY_LEN(telling); k++)
			if (t == telling[k] && (++n == 2 || t <= TAG_body))
				return true;
	}
	return n > 0;
}
