#include "workers/extract/event_identity.h"

#include <stdlib.h>
#include <string.h>

#include "protocol/base/fold.h"
#include "protocol/base/hash.h"

enum { HEX_DIGITS = 32, MAX_VALUES = 32, NUMBER_SIZE = 64 };

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A filler as it is compared across articles and scripts. */
static const char *folded(const struct assembly *as, const struct filler *f)
{
	const struct value *v = f->mention ? &f->mention->value : NULL;

	if (f->entity)
		return resolver_get(as->resolver, f->entity)->folded;
	if (f->term)
		return f->term;
	if (v && v->has_number)
		return arena_printf(as->memory, "%.6g %.6g %s", v->number, v->max,
				    v->currency ? v->currency : "");
	if (v && v->term)
		return v->term;
	return text_copy(as->memory, as->view->text, f->first, f->count);
}

/* Appends the values of a role, sorted: their order in the article does not matter. */
static void add_values(const struct assembly *as, struct buf *b, const struct draft *d,
		       int role)
{
	const char *values[MAX_VALUES];
	size_t n = 0;

	for (const struct filler *f = d->fillers; f && n < MAX_VALUES; f = f->next)
		if (f->role == role)
			values[n++] = folded(as, f);
	qsort(values, n, sizeof(*values), by_text);
	buf_printf(b, "%s\n", d->rule->type->roles[role].name);
	for (size_t i = 0; i < n; i++)
		buf_printf(b, " %s\n", values[i]);
}

static const char *digest(const struct assembly *as, const struct buf *b)
{
	char hex[HASH_SHA256_HEX];

	hash_sha256_hex(b->data, b->len, hex);
	return arena_dup(as->memory, hex, HEX_DIGITS);
}

static const char *make_id(const struct event_context *c, const struct draft *d)
{
	NW_CLEANUP(buf_free) struct buf b = { 0 };
	const struct event_type *type = d->rule->type;

	buf_printf(&b, "%s\n%s\n", c->raw->id ? c->raw->id : "", type->name);
	for (int role = 0; role < type->n_roles; role++)
		if (type->roles[role].identity)
			add_values(c->as, &b, d, role);
	return digest(c->as, &b);
}

/* Only names: the reports of one happening differ in figures. */
static const char *make_key(const struct event_context *c, const struct draft *d)
{
	NW_CLEANUP(buf_free) struct buf b = { 0 };
	const struct event_type *type = d->rule->type;

	buf_printf(&b, "%s\n", type->name);
	for (int role = 0; role < type->n_roles; role++)
		if (type->roles[role].key && type->roles[role].value == ROLE_ENTITY)
			add_values(c->as, &b, d, role);
	return digest(c->as, &b);
}

static const char *make_content(const struct event_context *c, const struct draft *d)
{
	NW_CLEANUP(buf_free) struct buf b = { 0 };
	const struct event_type *type = d->rule->type;

	buf_printf(&b, "%s\n%d\n", type->name, d->modality);
	for (int role = 0; role < type->n_roles; role++)
		add_values(c->as, &b, d, role);
	return digest(c->as, &b);
}

static const char *find_subject(const struct assembly *as, const struct draft *d)
{
	for (int role = 0; role < d->rule->type->n_roles; role++) {
		const struct filler *f = draft_filler(d, role);

		if (d->rule->type->roles[role].key && f && f->entity)
			return resolver_get(as->resolver, f->entity)->name;
	}
	return NULL;
}

static void add_name(struct extracted_event *ret, const char *name)
{
	for (size_t i = 0; i < ret->n_names; i++)
		if (strcmp(ret->names[i], name) == 0)
			return;
	ret->names[ret->n_names++] = name;
}

static void collect_names(const struct assembly *as, const struct draft *d,
			  struct extracted_event *ret)
{
	size_t n = 0;

	for (const struct filler *f = d->fillers; f; f = f->next)
		n += f->entity != 0;
	ret->names = arena_alloc(as->memory, 3 * n * sizeof(*ret->names));
	ret->n_names = 0;
	for (const struct filler *f = d->fillers; f; f = f->next) {
		const struct entity *e;

		if (!f->entity)
			continue;
		e = resolver_get(as->resolver, f->entity);
		add_name(ret, e->folded);
		add_name(ret, e->name);
	}
}

void event_identify(const struct event_context *c, const struct draft *d,
		    struct extracted_event *ret)
{
	ret->type = d->rule->type->name;
	ret->id = make_id(c, d);
	ret->key = make_key(c, d);
	ret->content = make_content(c, d);
	ret->subject = find_subject(c->as, d);
	collect_names(c->as, d, ret);
}
