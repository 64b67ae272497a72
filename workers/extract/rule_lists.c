#include "workers/extract/rule_lists.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "protocol/base/buf.h"

enum { MAX_LISTS = 30000, MAX_LITERAL_NAME = 200 };

#define LIST_NAME(name) #name,
static const char *const engine_names[] = { ENGINE_LISTS(LIST_NAME) };
#undef LIST_NAME

static const char *keep(struct grammar *g, const char *text)
{
	return arena_dup(g->memory, text, strlen(text));
}

static uint16_t find(const struct grammar *g, const char *name)
{
	for (uint16_t i = 1; i < g->n_lists; i++)
		if (strcmp(g->lists[i].name, name) == 0)
			return i;
	return 0;
}

uint16_t rule_lists_find(struct grammar *g, const char *name)
{
	uint16_t list = find(g, name);

	if (list)
		g->lists[list].used = true;
	return list;
}

static uint16_t new_list(struct grammar *g, const char *name)
{
	size_t size = sizeof(*g->lists);
	uint16_t n = g->n_lists ? g->n_lists : 1;

	if (n == MAX_LISTS)
		return 0;
	g->lists = arena_grow(g->memory, g->lists, g->n_lists * size, (n + 1) * size);
	g->lists[n].name = keep(g, name);
	g->n_lists = (uint16_t)(n + 1);
	return n;
}

static bool add_word(struct grammar *g, uint16_t list, const char *word,
		     const char *value)
{
	struct rule_list *l = &g->lists[list];
	size_t bytes = l->n * sizeof(*l->words), one = sizeof(*l->words);

	l->words = arena_grow(g->memory, l->words, bytes, bytes + one);
	l->values = arena_grow(g->memory, l->values, bytes, bytes + one);
	l->words[l->n] = word;
	l->values[l->n++] = value;
	l->valued |= value != NULL;
	return words_add(g->words, list, word, value);
}

/* "@other" takes in the words of a list that stands before. */
static int include(struct rule_reader *r, uint16_t list, const struct yaml_node *node,
		   const char *value)
{
	uint16_t other = rule_lists_find(r->g, node->text + 1);

	if (!other || other == list)
		return yaml_fail(r->y, node, r->error,
				 "no list '%s' stands before this one", node->text + 1);
	for (size_t i = 0; i < r->g->lists[other].n; i++)
		add_word(r->g, list, r->g->lists[other].words[i],
			 value ? value : r->g->lists[other].values[i]);
	return 0;
}

static int read_words(struct rule_reader *r, uint16_t list, const struct yaml_node *words,
		      const char *value)
{
	int result = 0;

	if (words->kind != YAML_LIST || !words->first)
		return yaml_fail(r->y, words, r->error,
				 "[a, list, of, words] is expected");
	for (const struct yaml_node *n = words->first; result == 0 && n; n = n->next) {
		if (n->kind != YAML_SCALAR)
			return yaml_fail(r->y, n, r->error, "a word is expected");
		if (n->text[0] == '@')
			result = include(r, list, n, value);
		else if (!add_word(r->g, list, keep(r->g, n->text), value))
			result = yaml_fail(r->y, n, r->error, "this is no word");
	}
	return result;
}

static void note_engine_list(struct grammar *g, uint16_t list)
{
	for (size_t i = 0; i < N_ENGINE_LISTS; i++) {
		if (strcmp(engine_names[i], g->lists[list].name) != 0)
			continue;
		g->engine[i] = list;
		g->lists[list].used = true;
	}
}

static int read_list(struct rule_reader *r, const struct yaml_node *node)
{
	uint16_t list = find(r->g, node->key);
	int result = 0;

	if (list)
		return yaml_fail(r->y, node, r->error, "list '%s' is already in %s:%u",
				 node->key, r->g->lists[list].file,
				 r->g->lists[list].line);
	list = new_list(r->g, node->key);
	if (!list)
		return yaml_fail(r->y, node, r->error, "too many lists");
	r->g->lists[list].file = r->file;
	r->g->lists[list].line = node->key_line;
	note_engine_list(r->g, list);
	if (node->kind != YAML_MAP)
		return read_words(r, list, node, NULL);
	for (const struct yaml_node *n = node->first; result == 0 && n; n = n->next)
		result = read_words(r, list, n, keep(r->g, n->key));
	return result;
}

int rule_lists_read(struct rule_reader *r, const struct yaml_node *lists)
{
	int result = 0;

	if (lists->kind != YAML_MAP)
		return yaml_fail(r->y, lists, r->error, "'lists' maps names to words");
	for (const struct yaml_node *n = lists->first; result == 0 && n; n = n->next)
		result = read_list(r, n);
	return result;
}

uint16_t rule_lists_literal(struct grammar *g, const char *const *words, size_t n)
{
	NW_CLEANUP(buf_free) struct buf name = { 0 };
	uint16_t list;

	for (size_t i = 0; i < n; i++)
		if (buf_printf(&name, "\"%s\"", words[i]) < 0)
			return 0;
	list = find(g, buf_str(&name));
	if (list)
		return list;
	list = new_list(g, buf_str(&name));
	for (size_t i = 0; list && i < n; i++)
		if (!add_word(g, list, keep(g, words[i]), NULL))
			return 0;
	if (list)
		g->lists[list].used = true;
	return list;
}

static int add_ref(struct rule_reader *r, const struct yaml_node *node,
		   struct list_refs *refs, uint16_t list)
{
	if (!list)
		return yaml_fail(r->y, node, r->error, "no list has this name: '%s'",
				 node->text);
	if (refs->n == RULE_MAX_LISTS)
		return yaml_fail(r->y, node, r->error, "too many lists here");
	refs->ids[refs->n++] = list;
	return 0;
}

static int add_word_ref(struct rule_reader *r, const struct yaml_node *node,
			struct list_refs *ret)
{
	const char *word;

	if (node->kind != YAML_SCALAR || !node->text[0])
		return yaml_fail(r->y, node, r->error, "a word or @list is expected");
	if (node->text[0] == '@')
		return add_ref(r, node, ret, rule_lists_find(r->g, node->text + 1));
	word = node->text;
	return add_ref(r, node, ret, rule_lists_literal(r->g, &word, 1));
}

int rule_lists_refs(struct rule_reader *r, const struct yaml_node *node,
		    struct list_refs *ret)
{
	int result = 0;

	if (node->kind != YAML_LIST)
		return add_word_ref(r, node, ret);
	for (const struct yaml_node *n = node->first; result == 0 && n; n = n->next)
		result = add_word_ref(r, n, ret);
	return result;
}

const char *rule_lists_unfit(const struct grammar *g, uint16_t list,
			     const struct event_role *role)
{
	const struct rule_list *l = &g->lists[list];

	if (role->value != ROLE_TERM)
		return NULL;
	if (!l->valued)
		return "the words of the list stand for no terms";
	for (size_t i = 0; i < l->n; i++)
		if (!l->values[i] || !catalogue_term(role, l->values[i]))
			return "a value of the list is no term of this role";
	return NULL;
}

int rule_lists_check_used(struct grammar *g, struct yaml_error *error)
{
	for (uint16_t i = 1; i < g->n_lists; i++) {
		const struct rule_list *l = &g->lists[i];

		if (l->used)
			continue;
		snprintf(error->text, sizeof(error->text),
			 "%s:%u: no rule uses the list '%s'; remove it", l->file, l->line,
			 l->name);
		return -EINVAL;
	}
	return 0;
}
