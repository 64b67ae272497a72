#include "workers/extract/pattern.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "workers/extract/pattern_tree.h"

/* A set of steps. */
struct set {
	uint16_t *items;
	uint32_t n;
};

/* What a piece of a pattern can begin and end with (Glushkov's construction: a step
 * for each place in the pattern, and for each step those that may follow it). */
struct piece {
	struct set first, last;
	bool empty; /* it may match nothing */
};

struct compiler {
	struct pattern_context *context;
	struct program *program;
	uint32_t edges;
};

enum { MAX_EDGES = 200000 };

static int fail(struct compiler *c, const char *what)
{
	snprintf(c->context->error, c->context->error_size, "%s", what);
	return -EINVAL;
}

static void add(struct compiler *c, struct set *to, const struct set *from)
{
	size_t bytes = to->n * sizeof(*to->items), more = from->n * sizeof(*to->items);
	uint16_t *items;

	if (!from->n)
		return;
	items = arena_alloc(c->context->memory, bytes + more);
	if (bytes)
		memcpy(items, to->items, bytes);
	memcpy(items + to->n, from->items, more);
	to->items = items;
	to->n += from->n;
}

static int connect(struct compiler *c, const struct set *from, const struct set *to)
{
	for (uint32_t i = 0; i < from->n; i++) {
		struct step *s = &c->program->steps[from->items[i]];
		struct set follow = { s->follow, s->n_follow };

		c->edges += to->n;
		if (c->edges > MAX_EDGES)
			return fail(c, "too many ways through this pattern");
		add(c, &follow, to);
		s->follow = follow.items;
		s->n_follow = (uint16_t)follow.n;
	}
	return 0;
}

static int build(struct compiler *c, const struct tree *t, struct piece *ret);

static int build_step(struct compiler *c, const struct tree *t, struct piece *ret)
{
	uint16_t *items = arena_alloc(c->context->memory, sizeof(*items));

	*items = c->program->n_steps++;
	c->program->steps[*items] = t->step;
	*ret = (struct piece){ { items, 1 }, { items, 1 }, false };
	return 0;
}

/* Appends `next` to what `so_far` matches. */
static int join(struct compiler *c, struct piece *so_far, const struct piece *next)
{
	int r = connect(c, &so_far->last, &next->first);

	if (so_far->empty)
		add(c, &so_far->first, &next->first);
	if (!next->empty)
		so_far->last.n = 0;
	add(c, &so_far->last, &next->last);
	so_far->empty &= next->empty;
	return r;
}

static int build_sequence(struct compiler *c, const struct tree *t, struct piece *ret)
{
	int r = 0;

	*ret = (struct piece){ .empty = true };
	for (const struct tree *child = t->first; r == 0 && child; child = child->next) {
		struct piece next;

		r = build(c, child, &next);
		if (r == 0)
			r = join(c, ret, &next);
	}
	return r;
}

static int build_choice(struct compiler *c, const struct tree *t, struct piece *ret)
{
	int r = 0;

	*ret = (struct piece){ 0 };
	for (const struct tree *child = t->first; r == 0 && child; child = child->next) {
		struct piece one;

		r = build(c, child, &one);
		if (r < 0)
			break;
		add(c, &ret->first, &one.first);
		add(c, &ret->last, &one.last);
		ret->empty |= one.empty;
	}
	return r;
}

/* x{1,3} is x(x(x)?)?: from the innermost outwards, so that there is one way only
 * through each number of repetitions. */
static int build_repeat(struct compiler *c, const struct tree *t, struct piece *ret)
{
	int r = 0;

	*ret = (struct piece){ .empty = true };
	for (unsigned i = t->max; r == 0 && i-- > 0;) {
		struct piece once;

		r = build(c, t->first, &once);
		if (r == 0)
			r = join(c, &once, ret);
		*ret = once;
		ret->empty |= i >= t->min;
	}
	return r;
}

static int build(struct compiler *c, const struct tree *t, struct piece *ret)
{
	switch (t->kind) {
	case TREE_SEQUENCE:
		return build_sequence(c, t, ret);
	case TREE_CHOICE:
		return build_choice(c, t, ret);
	case TREE_REPEAT:
		return build_repeat(c, t, ret);
	default:
		return build_step(c, t, ret);
	}
}

/* Marks what is reached from the first steps without a word of `list`. */
static bool can_avoid(const struct program *p, uint16_t list)
{
	bool reached[PATTERN_MAX_STEPS] = { false };
	uint16_t stack[PATTERN_MAX_STEPS];
	size_t n = 0;

	for (uint16_t i = 0; i < p->n_first; i++) {
		reached[p->first[i]] = true;
		stack[n++] = p->first[i];
	}
	while (n) {
		const struct step *s = &p->steps[stack[--n]];

		if (s->list == list && !s->open && !s->classes)
			continue;
		if (s->final)
			return true;
		for (uint16_t i = 0; i < s->n_follow; i++) {
			if (reached[s->follow[i]])
				continue;
			reached[s->follow[i]] = true;
			stack[n++] = s->follow[i];
		}
	}
	return false;
}

/* A list one of whose words every match holds, or 0. */
static uint16_t find_trigger(const struct program *p)
{
	for (uint16_t i = p->n_steps; i-- > 0;) {
		uint16_t list = p->steps[i].list;

		if (list && !can_avoid(p, list))
			return list;
	}
	return 0;
}

/* A repetition is written out. Nesting is bounded, products are cut off. */
static size_t count_steps(const struct tree *t)
{
	size_t n = t->kind == TREE_STEP;

	for (const struct tree *child = t->first; child; child = child->next)
		n += count_steps(child);
	if (t->kind == TREE_REPEAT)
		n *= t->max;
	return n > PATTERN_MAX_STEPS ? PATTERN_MAX_STEPS + 1 : n;
}

int pattern_compile(struct program *ret, struct pattern_context *context,
		    const char *text)
{
	struct compiler c = { context, ret, 0 };
	struct piece whole;
	struct tree *tree;
	size_t n_steps;
	int r;

	*ret = (struct program){ 0 };
	r = pattern_parse(&tree, context, ret, text);
	if (r < 0)
		return r;
	n_steps = count_steps(tree);
	if (n_steps > PATTERN_MAX_STEPS)
		return fail(&c, "the pattern is too long");
	ret->steps = arena_alloc(context->memory, n_steps * sizeof(*ret->steps));
	r = build(&c, tree, &whole);
	if (r < 0)
		return r;
	if (whole.empty)
		return fail(&c, "the pattern would match nothing at all");
	for (uint32_t i = 0; i < whole.last.n; i++)
		ret->steps[whole.last.items[i]].final = true;
	ret->first = whole.first.items;
	ret->n_first = (uint16_t)whole.first.n;
	ret->trigger = find_trigger(ret);
	return 0;
}
