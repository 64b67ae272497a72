#include "workers/extract/scan.h"

uint32_t scan_word(const struct scan *s, uint32_t at, const char32_t *word)
{
	uint32_t i = at;

	for (; *word; word++) {
		if (scan_at(s, i) == *word)
			i++;
		else if (*word != ' ')
			return 0;
	}
	if (char_is_latin(scan_before(s, i)) && char_is_latin(scan_at(s, i)))
		return 0;
	return i - at;
}

bool scan_ends(const struct scan *s, uint32_t at, const char32_t *word)
{
	uint32_t n = 0;

	while (word[n])
		n++;
	if (at < s->begin + n)
		return false;
	for (uint32_t i = 0; i < n; i++)
		if (scan_at(s, at - n + i) != word[i])
			return false;
	return true;
}

bool scan_in(const struct scan *s, uint32_t at, const char32_t *set)
{
	uint32_t c = scan_at(s, at);

	for (; c && *set; set++)
		if (*set == c)
			return true;
	return false;
}

const struct scan_word *scan_longest(const struct scan *s, uint32_t at,
				     const struct scan_word *words, size_t n,
				     uint32_t *ret_count)
{
	const struct scan_word *best = NULL;
	uint32_t first = scan_at(s, at);

	*ret_count = 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t count =
			words[i].word[0] == first ? scan_word(s, at, words[i].word) : 0;

		if (count > *ret_count) {
			best = &words[i];
			*ret_count = count;
		}
	}
	return best;
}

struct mention *scan_add(struct scan *s, enum mention_class class, uint32_t first,
			 uint32_t end)
{
	struct mentions *all = s->found;
	struct mention *m;

	if (all->n == all->cap) {
		uint32_t cap = all->cap ? all->cap * 2 : 32;

		all->items = arena_grow(s->arena, all->items, all->cap * sizeof(*m),
					cap * sizeof(*m));
		all->cap = cap;
	}
	m = &all->items[all->n++];
	*m = (struct mention){ .class = class,
			       .first = first,
			       .count = end - first,
			       .sentence = s->sentence };
	return m;
}
