#include <string.h>

#include "protocol/base/json.h"
#include "workers/extract/extract_run.h"

/* What was noted while the rules ran, in the order of the text. */
struct note {
	const struct rule *rule;
	uint32_t sentence, first, end; /* end 0: the rule came up to `first` */
};

struct notes {
	struct arena *memory;
	struct note *items;
	size_t n, cap;
};

static void add_note(struct notes *notes, struct note note)
{
	if (notes->n == notes->cap) {
		size_t cap = notes->cap ? 2 * notes->cap : 64;

		notes->items = arena_grow(notes->memory, notes->items,
					  notes->cap * sizeof(note), cap * sizeof(note));
		notes->cap = cap;
	}
	notes->items[notes->n++] = note;
}

static void on_match(void *listener, const struct rule *rule, uint32_t sentence,
		     const struct match *match)
{
	add_note(listener, (struct note){ rule, sentence, match->first, match->end });
}

static void on_miss(void *listener, const struct rule *rule, uint32_t sentence,
		    uint32_t reach)
{
	add_note(listener, (struct note){ rule, sentence, reach, 0 });
}

static int explained(const struct extractor *x, struct arena *a,
		     const struct raw_article *raw, const struct clean_article *doc,
		     struct assembly *as, struct notes *notes)
{
	*notes = (struct notes){ .memory = a };
	*as = (struct assembly){ .on_match = on_match,
				 .on_miss = on_miss,
				 .listener = notes };
	return extract_assemble(x, a, raw, doc, as);
}

/* Text of an article on a terminal: no control characters but the line's end. */
static int put_plain(struct buf *out, const char *s)
{
	int r = 0;

	for (; r == 0 && *s; s++)
		r = buf_putc(out, (unsigned char)*s < 0x20 || *s == 0x7f ? ' ' : *s);
	return r;
}

static int put_piece(struct buf *out, const struct assembly *as, uint32_t first,
		     uint32_t count)
{
	return put_plain(out, text_copy(as->memory, as->view->text, first, count));
}

static int put_mentions(struct buf *out, const struct assembly *as,
			const struct sentence *s)
{
	const struct view *v = as->view;
	int r = buf_puts(out, "  names and figures:");

	for (uint32_t i = v->mention_at[s->first];
	     r == 0 && i < v->mention_at[s->first + s->count]; i++) {
		const struct mention *m = &v->mentions->items[i];

		r = buf_printf(out, " %s=", mention_class_name(m->class));
		if (r == 0)
			r = put_piece(out, as, m->first, m->count);
	}
	return r < 0 ? r : buf_putc(out, '\n');
}

static int put_draft(struct buf *out, const struct assembly *as, const struct draft *d)
{
	int r = buf_printf(out, "  event: %s (%s, %.2f)", d->rule->type->name,
			   modality_name(d->modality), d->confidence);

	for (const struct filler *f = d->fillers; r == 0 && f; f = f->next) {
		r = buf_printf(out, " %s=", d->rule->type->roles[f->role].name);
		if (r == 0)
			r = f->term ? buf_puts(out, f->term)
				    : put_piece(out, as, f->first, f->count);
	}
	return r < 0 ? r : buf_putc(out, '\n');
}

/* The rule that came furthest in a sentence where none fired. */
static const struct note *nearest_miss(const struct notes *notes, uint32_t sentence)
{
	const struct note *best = NULL;

	for (size_t i = 0; i < notes->n; i++) {
		const struct note *n = &notes->items[i];

		if (n->sentence == sentence && !n->end &&
		    (!best || n->first > best->first))
			best = n;
	}
	return best;
}

static int put_fired(struct buf *out, const struct assembly *as, const struct note *n)
{
	int r = buf_printf(out, "  rule %s%s: ", n->rule->name,
			   n->rule->shadow ? " (shadow)" : "");

	if (r == 0)
		r = put_piece(out, as, n->first, n->end - n->first);
	return r < 0 ? r : buf_putc(out, '\n');
}

static int put_miss(struct buf *out, const struct assembly *as, const struct note *miss)
{
	const struct sentence *s = &as->view->text->sentences[miss->sentence];
	int r = buf_printf(out, "  no event: nearest is %s, which stopped ",
			   miss->rule->name);

	if (r == 0 && miss->first <= s->first)
		return buf_puts(out, "at the beginning\n");
	if (r == 0)
		r = buf_puts(out, "behind: ");
	if (r == 0)
		r = put_piece(out, as, s->first, miss->first - s->first);
	return r < 0 ? r : buf_putc(out, '\n');
}

static int put_sentence(struct buf *out, const struct assembly *as,
			const struct notes *notes, uint32_t i)
{
	const struct sentence *s = &as->view->text->sentences[i];
	const struct note *miss = nearest_miss(notes, i);
	bool fired = false;
	int r = put_piece(out, as, s->first, s->count);

	if (r == 0)
		r = buf_putc(out, '\n');
	if (r == 0)
		r = put_mentions(out, as, s);
	for (size_t k = 0; r == 0 && k < notes->n; k++) {
		if (notes->items[k].sentence != i || !notes->items[k].end)
			continue;
		fired = true;
		r = put_fired(out, as, &notes->items[k]);
	}
	for (size_t k = 0; r == 0 && k < as->drafts.n; k++)
		if (!as->drafts.items[k].dropped && as->drafts.items[k].sentence == i)
			r = put_draft(out, as, &as->drafts.items[k]);
	return r == 0 && !fired && miss ? put_miss(out, as, miss) : r;
}

int extractor_explain(const struct extractor *x, struct arena *a,
		      const struct raw_article *raw, const struct clean_article *doc,
		      struct buf *out)
{
	struct assembly as;
	struct notes notes;
	int r = explained(x, a, raw, doc, &as, &notes);

	for (uint32_t i = 0; r == 0 && i < as.view->text->n_sentences; i++)
		r = put_sentence(out, &as, &notes, i);
	return r;
}

static int put_rules(struct buf *out, const struct assembly *as,
		     const struct notes *notes)
{
	const char *comma = "";
	int r = buf_puts(out, "],\"rules\":[");

	for (size_t i = 0; r == 0 && i < notes->n; i++) {
		const struct note *n = &notes->items[i];
		const char *text;

		if (!n->end)
			continue;
		text = text_copy(as->memory, as->view->text, n->first, n->end - n->first);
		r = buf_printf(out, "%s{\"rule\":\"%s\",\"text\":", comma, n->rule->name);
		if (r == 0)
			r = json_put_string(out, text, strlen(text));
		if (r == 0)
			r = buf_putc(out, '}');
		comma = ",";
	}
	return r < 0 ? r : buf_puts(out, "]}");
}

int extractor_explain_json(const struct extractor *x, struct arena *a,
			   const struct raw_article *raw, const struct clean_article *doc,
			   struct buf *out)
{
	struct assembly as;
	struct notes notes;
	int r = explained(x, a, raw, doc, &as, &notes);

	if (r == 0)
		r = buf_putc(out, '{');
	if (r == 0)
		r = json_put_member(out, "id", raw->id ? raw->id : "");
	if (r == 0)
		r = buf_puts(out, "\"mentions\":[");
	for (uint32_t i = 0; r == 0 && i < as.view->mentions->n; i++) {
		r = i ? buf_putc(out, ',') : 0;
		if (r == 0)
			r = mention_put_json(out, as.view->text,
					     &as.view->mentions->items[i]);
	}
	return r < 0 ? r : put_rules(out, &as, &notes);
}
