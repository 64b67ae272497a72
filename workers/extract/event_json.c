#include "workers/extract/event_json.h"

#include <string.h>

#include "protocol/base/fold.h"
#include "protocol/base/hash.h"
#include "protocol/base/json.h"
#include "workers/extract/event_identity.h"

enum { MAX_QUOTE = 300 };

static void drop_comma(struct buf *b)
{
	if (b->len && b->data[b->len - 1] == ',')
		b->len--;
}

static int put_place(struct buf *b, const struct text *t, uint32_t first, uint32_t count)
{
	uint32_t start, end;

	text_span(t, first, count, &start, &end);
	return buf_printf(b, "\"in\":\"%s\",\"start\":%u,\"end\":%u",
			  first < t->body ? "title" : "text", start, end);
}

static int put_text(struct buf *b, const struct text *t, const char *key, uint32_t first,
		    uint32_t count)
{
	const char *field = t->bytes[first < t->body ? TEXT_TITLE : TEXT_BODY];
	uint32_t start, end;
	int r;

	text_span(t, first, count, &start, &end);
	r = buf_printf(b, "\"%s\":", key);
	if (r == 0)
		r = json_put_string(b, field + start, end - start);
	return r < 0 ? r : buf_putc(b, ',');
}

static int put_number(struct buf *b, const char *key, double number)
{
	return buf_printf(b, "\"%s\":%.15g,", key, number);
}

static int put_quantity(struct buf *b, const struct value *v)
{
	int r = v->has_number ? put_number(b, "value", v->number) : 0;

	if (r == 0 && v->max > 0)
		r = put_number(b, "max", v->max);
	if (r == 0 && v->approx)
		r = buf_puts(b, "\"approx\":true,");
	if (r == 0)
		r = json_put_member(b, "currency", v->currency);
	return r < 0 ? r : json_put_member(b, "unit", v->unit);
}

static int put_entity(struct buf *b, const struct resolver *r, const struct filler *f)
{
	const struct entity *e = resolver_get(r, f->entity);
	int result = json_put_member(b, "name", e->name);

	return result < 0 ? result : json_put_member(b, "id", e->id);
}

static int put_value(const struct event_context *c, struct buf *b,
		     const struct event_role *role, const struct filler *f)
{
	if (role->value == ROLE_BOOLEAN)
		return buf_puts(b, "\"value\":true,");
	if (f->entity)
		return put_entity(b, c->as->resolver, f);
	if (f->term)
		return json_put_member(b, "value", f->term);
	if (role->value == ROLE_DATE)
		return f->mention ? json_put_member(b, "value", f->mention->value.term)
				  : 0;
	return f->mention && role->value != ROLE_TEXT
		       ? put_quantity(b, &f->mention->value)
		       : 0;
}

/* A short form is shown as the fullest name that the article uses. */
static struct filler fullest(const struct resolver *r, const struct filler *f)
{
	struct filler full = *f;

	if (f->entity && resolver_root(r, f->entity) != f->entity) {
		const struct entity *e = resolver_get(r, f->entity);

		full.first = e->first;
		full.count = e->count;
	}
	return full;
}

static int put_filler(const struct event_context *c, struct buf *b,
		      const struct event_role *role, const struct filler *f)
{
	const struct text *t = c->as->view->text;
	struct filler full = fullest(c->as->resolver, f);
	int r = buf_putc(b, '{');

	if (r == 0)
		r = put_text(b, t, "text", full.first, full.count);
	if (r == 0)
		r = put_value(c, b, role, f);
	if (r == 0)
		r = put_place(b, t, full.first, full.count);
	return r < 0 ? r : buf_puts(b, "},");
}

static int put_role(const struct event_context *c, struct buf *b, const struct draft *d,
		    int role)
{
	const struct event_role *info = &d->rule->type->roles[role];
	int r;

	if (!draft_filler(d, role))
		return 0;
	r = buf_printf(b, "\"%s\":[", info->name);
	for (const struct filler *f = d->fillers; r == 0 && f; f = f->next)
		if (f->role == role)
			r = put_filler(c, b, info, f);
	drop_comma(b);
	return r < 0 ? r : buf_puts(b, "],");
}

static int put_args(const struct event_context *c, struct buf *b, const struct draft *d)
{
	int r = buf_puts(b, "\"args\":{");

	for (int role = 0; r == 0 && role < d->rule->type->n_roles; role++)
		r = put_role(c, b, d, role);
	drop_comma(b);
	return r < 0 ? r : buf_puts(b, "},");
}

static int put_happened(struct buf *b, const struct draft *d)
{
	int role = catalogue_role(d->rule->type, "date");
	const struct filler *f = role < 0 ? NULL : draft_filler(d, role);

	if (!f || !f->mention || !f->mention->value.term)
		return buf_puts(b, "\"event\":{\"basis\":\"none\"},");
	return buf_printf(b, "\"event\":{\"value\":\"%s\",\"basis\":\"%s\"},",
			  f->mention->value.term,
			  f->mention->value.relative ? "relative" : "stated");
}

static int put_when(const struct event_context *c, struct buf *b, const struct draft *d)
{
	int r = buf_puts(b, "\"when\":{");

	if (r == 0)
		r = put_happened(b, d);
	if (r == 0 && c->doc->published) {
		r = buf_puts(b, "\"published\":{");
		if (r == 0)
			r = json_put_member(b, "value", c->doc->published);
		if (r == 0)
			r = json_put_member(b, "basis", c->doc->published_basis);
		drop_comma(b);
		if (r == 0)
			r = buf_puts(b, "},");
	}
	if (r == 0)
		r = json_put_member(b, "fetched", c->raw->fetched);
	drop_comma(b);
	return r < 0 ? r : buf_puts(b, "},");
}

/* A sentence that goes on for too long is quoted around the match. */
static void bound_quote(const struct draft *d, const struct sentence *s, uint32_t *first,
			uint32_t *count)
{
	uint32_t end = s->first + s->count;

	*first = s->first;
	*count = s->count;
	if (s->count <= MAX_QUOTE)
		return;
	if (d->first >= s->first && d->first < end)
		*first = d->first > s->first + MAX_QUOTE / 4 ? d->first - MAX_QUOTE / 4
							     : s->first;
	*count = end - *first > MAX_QUOTE ? MAX_QUOTE : end - *first;
}

static int put_evidence(const struct event_context *c, struct buf *b,
			const struct draft *d)
{
	const struct text *t = c->as->view->text;
	int r = buf_puts(b, "\"evidence\":[");

	for (size_t i = 0; r == 0 && i < d->n_evidence; i++) {
		uint32_t first, count;

		bound_quote(d, &t->sentences[d->evidence[i]], &first, &count);
		r = buf_putc(b, '{');
		if (r == 0)
			r = put_text(b, t, "quote", first, count);
		if (r == 0)
			r = put_place(b, t, first, count);
		if (r == 0)
			r = buf_puts(b, "},");
	}
	drop_comma(b);
	return r < 0 ? r : buf_puts(b, "],");
}

static int put_flags(struct buf *b, const struct clean_article *doc)
{
	int r = buf_puts(b, "\"flags\":[");

	for (size_t i = 0; r == 0 && i < doc->n_flags; i++) {
		r = json_put_string(b, doc->flags[i], strlen(doc->flags[i]));
		if (r == 0)
			r = buf_putc(b, ',');
	}
	drop_comma(b);
	return r < 0 ? r : buf_puts(b, "],");
}

static int put_document(const struct event_context *c, struct buf *b)
{
	char hex[HASH_SHA256_HEX];
	int r = buf_puts(b, "\"article\":{");

	hash_sha256_hex(c->doc->text, c->doc->text_len, hex);
	if (r == 0)
		r = json_put_member(b, "id", c->raw->id);
	if (r == 0 && c->raw->rev)
		r = buf_printf(b, "\"rev\":%u,", c->raw->rev);
	if (r == 0)
		r = json_put_member(b, "url", c->raw->url);
	if (r == 0)
		r = json_put_member(b, "title", c->doc->title);
	if (r == 0)
		r = json_put_member(b, "source", c->doc->source);
	if (r == 0)
		r = json_put_member(b, "original_source", c->doc->original_source);
	if (r == 0)
		r = json_put_member(b, "lang", c->doc->lang);
	if (r == 0)
		r = put_flags(b, c->doc);
	return r < 0 ? r : buf_printf(b, "\"text_sha256\":\"%s\"},", hex);
}

const char *event_document(const struct event_context *c)
{
	NW_CLEANUP(buf_free) struct buf b = { 0 };

	if (put_document(c, &b) < 0)
		return "";
	return arena_dup(c->as->memory, buf_str(&b), b.len);
}

static int put_data(const struct event_context *c, struct buf *b, const struct draft *d,
		    const struct extracted_event *event)
{
	int r = buf_printf(b,
			   "{\"type\":\"%s\",\"key\":\"%s\",\"modality\":\"%s\","
			   "\"confidence\":%.2f,",
			   event->type, event->key, modality_name(d->modality),
			   d->confidence);

	if (r == 0)
		r = put_args(c, b, d);
	if (r == 0)
		r = put_when(c, b, d);
	if (r == 0)
		r = put_evidence(c, b, d);
	if (r == 0)
		r = buf_puts(b, c->document);
	if (r == 0)
		r = buf_puts(b, "\"made_by\":{\"newswire\":\"" NEWSWIRE_VERSION
				"\",\"rules\":\"");
	return r < 0 ? r : buf_printf(b, "%s\"}}", c->rules);
}

int event_write(const struct event_context *c, const struct draft *d,
		struct extracted_event *ret)
{
	NW_CLEANUP(buf_free) struct buf b = { 0 };
	int r;

	event_identify(c, d, ret);
	r = put_data(c, &b, d, ret);
	if (r < 0)
		return r;
	ret->data = arena_dup(c->as->memory, b.data, b.len);
	ret->data_len = b.len;
	return 0;
}
