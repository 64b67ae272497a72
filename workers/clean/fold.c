#include "workers/clean/fold.h"

#include "protocol/base/utf8.h"
#include "workers/clean/chars.h"
#include "workers/clean/declared.h"

void fold_begin(struct folder *f)
{
	f->start = f->len;
	f->last = f->han = 0;
	f->blank = f->wrapped = f->line = false;
}

static void put_blank(struct folder *f, uint32_t next)
{
	bool only_wrapped =
		f->wrapped && !f->blank && char_is_wide(f->last) && char_is_wide(next);
	bool torn = f->han == 1 && char_is_han(next);

	if (f->line)
		f->out[f->len++] = '\n';
	else if ((f->blank || f->wrapped) && !only_wrapped && !torn &&
		 !char_closes_wide(f->last))
		f->out[f->len++] = ' ';
}

bool fold_char(struct folder *f, uint32_t c)
{
	if (char_is_blank(c)) {
		if (c == '\n' || c == '\r')
			f->wrapped = true;
		else
			f->blank = true;
		return false;
	}
	if (char_is_ghost(c))
		return false;
	if (c < 0xa0)
		c = cp1252_to_unicode((uint8_t)c);
	if (f->len > f->start)
		put_blank(f, c);
	f->len += utf8_encode(c, f->out + f->len);
	f->han = char_is_han(c) ? f->han + 1 : 0;
	f->last = c;
	f->blank = f->wrapped = f->line = false;
	return true;
}

void fold_line(struct folder *f)
{
	f->line = true;
}

void fold_text(struct folder *f, struct span s)
{
	uint32_t c;
	size_t n;

	for (; s.len; s = span_from(s, n)) {
		n = utf8_decode(s.at, s.len, &c);
		if (!n)
			n = 1;
		else
			fold_char(f, c);
	}
}

const char *fold_dup(struct arena *a, struct span s)
{
	struct folder f = { .out = arena_alloc(a, s.len * FOLD_GROWS + 1) };

	fold_text(&f, s);
	return f.len ? f.out : NULL;
}
