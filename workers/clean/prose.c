#include "workers/clean/prose.h"

#include "protocol/base/fold.h"
#include "protocol/base/utf8.h"

void prose_add(struct prose *p, struct span line)
{
	if (p->n == p->cap) {
		size_t cap = p->cap ? p->cap * 2 : 64;

		p->lines = arena_grow(p->arena, p->lines, p->cap * sizeof(*p->lines),
				      cap * sizeof(*p->lines));
		p->cap = cap;
	}
	p->lines[p->n++] = line;
}

void prose_cut(struct prose *p, size_t from, size_t to)
{
	memmove(p->lines + from, p->lines + to, (p->n - to) * sizeof(*p->lines));
	p->n -= to - from;
}

struct span prose_join(const struct prose *p)
{
	const char *between = p->captions ? "\n" : "\n\n";
	size_t gap = strlen(between), len = 0;
	char *out;

	for (size_t i = 0; i < p->n; i++)
		len += p->lines[i].len + gap;
	out = arena_alloc(p->arena, len + 1);
	len = 0;
	for (size_t i = 0; i < p->n; i++) {
		if (i) {
			memcpy(out + len, between, gap);
			len += gap;
		}
		memcpy(out + len, p->lines[i].at, p->lines[i].len);
		len += p->lines[i].len;
	}
	return (struct span){ out, len };
}

struct span prose_form(struct arena *a, struct span line, size_t max)
{
	size_t most = line.len < max ? line.len : max; /* characters */
	char *out = arena_alloc(a, most * UTF8_MAX + 1);
	size_t len = 0, n;
	uint32_t c;

	for (; line.len && max; line = span_from(line, n)) {
		n = utf8_decode(line.at, line.len, &c);
		if (!n) {
			n = 1;
			continue;
		}
		c = fold_code(c);
		if (c == 0 || c == ' ' || c == '\n')
			continue;
		len += utf8_encode(c, out + len);
		max--;
	}
	return (struct span){ out, len };
}
