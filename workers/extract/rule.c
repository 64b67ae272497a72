#include "workers/extract/rule.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "workers/extract/rule_example.h"
#include "workers/extract/rule_files.h"
#include "workers/extract/rule_lists.h"

static const char *const modality_names[] = {
	[ASSERTED] = "asserted", [REPORTED] = "reported", [PLANNED] = "planned",
	[POSSIBLE] = "possible", [DENIED] = "denied",
};

const char *modality_name(enum modality m)
{
	return modality_names[m];
}

static const char *keep(struct rule_reader *r, const char *text)
{
	return arena_dup(r->g->memory, text, strlen(text));
}

static int find_role(struct rule_reader *r, const struct rule *rule,
		     const struct yaml_node *at, const char *name, int *ret)
{
	*ret = catalogue_role(rule->type, name);
	if (*ret < 0)
		return yaml_fail(r->y, at, r->error, "%s has no role '%s'",
				 rule->type->name, name);
	return 0;
}

/* ---- the keys of a rule, one reader each ------------------------------------------- */

static int read_name(struct rule_reader *r, struct rule *rule,
		     const struct yaml_node *node)
{
	for (size_t i = 0; i < r->g->n_rules; i++)
		if (strcmp(r->g->rules[i].name, node->text) == 0)
			return yaml_fail(r->y, node, r->error,
					 "rule '%s' is already in %s:%u", node->text,
					 r->g->rules[i].file, r->g->rules[i].line);
	rule->name = keep(r, node->text);
	return 0;
}

static int read_event(struct rule_reader *r, struct rule *rule,
		      const struct yaml_node *node)
{
	rule->type = catalogue_find(r->g->catalogue, node->text);
	return rule->type ? 0
			  : yaml_fail(r->y, node, r->error,
				      "the catalogue has no event '%s'", node->text);
}

static int read_mode(struct rule_reader *r, struct rule *rule,
		     const struct yaml_node *node)
{
	rule->attach = strcmp(node->text, "attach") == 0;
	if (!rule->attach && strcmp(node->text, "event") != 0)
		return yaml_fail(r->y, node, r->error, "mode is event or attach");
	return 0;
}

static int read_int(struct rule_reader *r, const struct yaml_node *node, long least,
		    long most, long *ret)
{
	char *end;

	errno = 0;
	*ret = strtol(node->text, &end, 10);
	if (errno || *end || end == node->text || *ret < least || *ret > most)
		return yaml_fail(r->y, node, r->error, "a number from %ld to %ld", least,
				 most);
	return 0;
}

static int read_priority(struct rule_reader *r, struct rule *rule,
			 const struct yaml_node *node)
{
	long n;
	int result = read_int(r, node, -100, 100, &n);

	rule->priority = (int)n;
	return result;
}

static int read_scope(struct rule_reader *r, struct rule *rule,
		      const struct yaml_node *node)
{
	long n;
	int result = read_int(r, node, 0, 20, &n);

	rule->scope = (unsigned)n;
	return result;
}

static int read_confidence(struct rule_reader *r, struct rule *rule,
			   const struct yaml_node *node)
{
	char *end;

	rule->confidence = strtod(node->text, &end);
	if (*end || !(rule->confidence > 0 && rule->confidence <= 1))
		return yaml_fail(r->y, node, r->error, "a number above 0, up to 1");
	return 0;
}

static int read_lang(struct rule_reader *r, struct rule *rule,
		     const struct yaml_node *node)
{
	if (strcmp(node->text, "zh") != 0 && strcmp(node->text, "en") != 0)
		return yaml_fail(r->y, node, r->error, "lang is zh or en");
	rule->lang = keep(r, node->text);
	return 0;
}

static int read_shadow(struct rule_reader *r, struct rule *rule,
		       const struct yaml_node *node)
{
	rule->shadow = strcmp(node->text, "true") == 0;
	return 0;
}

static int read_dated(struct rule_reader *r, struct rule *rule,
		      const struct yaml_node *node)
{
	rule->undated = strcmp(node->text, "false") == 0;
	return 0;
}

static int read_subject(struct rule_reader *r, struct rule *rule,
			const struct yaml_node *node)
{
	return find_role(r, rule, node, node->text, &rule->subject);
}

static int read_trigger(struct rule_reader *r, struct rule *rule,
			const struct yaml_node *node)
{
	return rule_lists_refs(r, node, &rule->trigger);
}

static int read_unless(struct rule_reader *r, struct rule *rule,
		       const struct yaml_node *node)
{
	return rule_lists_refs(r, node, &rule->unless);
}

static uint16_t find_list(void *lists, const char *name)
{
	return rule_lists_find(lists, name);
}

static uint16_t literal(void *lists, const char *const *words, size_t n)
{
	return rule_lists_literal(lists, words, n);
}

static const char *unfit(void *lists, uint16_t list, const struct event_role *role)
{
	return rule_lists_unfit(lists, list, role);
}

static int read_pattern(struct rule_reader *r, struct rule *rule,
			const struct yaml_node *node)
{
	char why[200];
	struct pattern_context context = { .memory = r->g->memory,
					   .type = rule->type,
					   .lists = r->g,
					   .find_list = find_list,
					   .literal = literal,
					   .unfit = unfit,
					   .error = why,
					   .error_size = sizeof(why) };

	if (node->kind != YAML_SCALAR)
		return yaml_fail(r->y, node, r->error, "a pattern is text");
	if (rule->n_patterns == RULE_MAX_PATTERNS)
		return yaml_fail(r->y, node, r->error, "more than %d patterns",
				 RULE_MAX_PATTERNS);
	if (pattern_compile(&rule->patterns[rule->n_patterns++], &context, node->text) <
	    0)
		return yaml_fail(r->y, node, r->error, "%s", why);
	return 0;
}

static int read_patterns(struct rule_reader *r, struct rule *rule,
			 const struct yaml_node *node)
{
	int result = 0;

	if (node->kind != YAML_LIST)
		return yaml_fail(r->y, node, r->error, "'patterns' is a list");
	for (const struct yaml_node *n = node->first; result == 0 && n; n = n->next)
		result = read_pattern(r, rule, n);
	return result;
}

static int read_roles(struct rule_reader *r, struct rule *rule,
		      const struct yaml_node *node, uint32_t *ret)
{
	int result = 0, role;

	if (node->kind != YAML_LIST)
		return yaml_fail(r->y, node, r->error, "a list of roles");
	for (const struct yaml_node *n = node->first; result == 0 && n; n = n->next) {
		result = find_role(r, rule, n, n->text, &role);
		if (result == 0)
			*ret |= 1u << role;
	}
	return result;
}

static int read_require(struct rule_reader *r, struct rule *rule,
			const struct yaml_node *node)
{
	return read_roles(r, rule, node, &rule->require);
}

static int read_any(struct rule_reader *r, struct rule *rule,
		    const struct yaml_node *node)
{
	return read_roles(r, rule, node, &rule->any);
}

static int read_one_set(struct rule_reader *r, struct rule *rule,
			const struct yaml_node *n)
{
	struct rule_set *set = &rule->set[rule->n_set];
	const struct event_role *role;
	int result;

	if (rule->n_set == RULE_MAX_SET)
		return yaml_fail(r->y, n, r->error, "more than %d values", RULE_MAX_SET);
	result = find_role(r, rule, n, n->key, &set->role);
	if (result < 0)
		return result;
	role = &rule->type->roles[set->role];
	if (role->value == ROLE_TERM && !catalogue_term(role, n->text))
		return yaml_fail(r->y, n, r->error, "'%s' is no term of %s", n->text,
				 role->name);
	if (role->value != ROLE_TERM && role->value != ROLE_BOOLEAN)
		return yaml_fail(r->y, n, r->error, "only terms and true can be set");
	set->value = keep(r, n->text);
	rule->n_set++;
	return 0;
}

static int read_set(struct rule_reader *r, struct rule *rule,
		    const struct yaml_node *node)
{
	int result = 0;

	for (const struct yaml_node *n = node->first; result == 0 && n; n = n->next)
		result = read_one_set(r, rule, n);
	return result;
}

static int read_pairs(struct rule_reader *r, struct rule *rule,
		      const struct yaml_node *node, struct rule_copy *pairs,
		      size_t *ret_n)
{
	int result = 0;

	for (const struct yaml_node *n = node->first; result == 0 && n; n = n->next) {
		if (*ret_n == RULE_MAX_SET)
			return yaml_fail(r->y, n, r->error, "more than %d pairs",
					 RULE_MAX_SET);
		result = find_role(r, rule, n, n->key, &pairs[*ret_n].from);
		if (result == 0)
			result = find_role(r, rule, n, n->text, &pairs[*ret_n].to);
		++*ret_n;
	}
	return result;
}

static int read_copy(struct rule_reader *r, struct rule *rule,
		     const struct yaml_node *node)
{
	return read_pairs(r, rule, node, rule->copy, &rule->n_copy);
}

static int read_within(struct rule_reader *r, struct rule *rule,
		       const struct yaml_node *node)
{
	return read_pairs(r, rule, node, rule->within, &rule->n_within);
}

static int read_modality(struct rule_reader *r, struct rule *rule,
			 const struct yaml_node *node)
{
	int result = 0;

	for (const struct yaml_node *n = node->first; result == 0 && n; n = n->next) {
		size_t m = REPORTED;

		while (m < N_MODALITIES && strcmp(modality_names[m], n->key) != 0)
			m++;
		if (m == N_MODALITIES)
			return yaml_fail(r->y, n, r->error, "no modality '%s'", n->key);
		result = rule_lists_refs(r, n, &rule->modality[m]);
	}
	return result;
}

typedef int key_reader(struct rule_reader *, struct rule *, const struct yaml_node *);

/* In the order in which they are read: a role can be looked up only when the event is
 * known. */
static const struct {
	const char *key;
	key_reader *read;
	bool scalar;
} keys[] = {
	{ "name", read_name, true },
	{ "event", read_event, true },
	{ "mode", read_mode, true },
	{ "priority", read_priority, true },
	{ "scope", read_scope, true },
	{ "confidence", read_confidence, true },
	{ "lang", read_lang, true },
	{ "shadow", read_shadow, true },
	{ "dated", read_dated, true },
	{ "subject", read_subject, true },
	{ "trigger", read_trigger, false },
	{ "unless", read_unless, false },
	{ "pattern", read_pattern, true },
	{ "patterns", read_patterns, false },
	{ "require", read_require, false },
	{ "any", read_any, false },
	{ "set", read_set, false },
	{ "copy", read_copy, false },
	{ "within", read_within, false },
	{ "modality", read_modality, false },
	{ "examples", rule_example_read, false },
};

static int check_keys(struct rule_reader *r, const struct yaml_node *map)
{
	if (map->kind != YAML_MAP)
		return yaml_fail(r->y, map, r->error, "a rule is a map");
	for (const struct yaml_node *n = map->first; n; n = n->next) {
		size_t i = 0;

		while (i < NW_ARRAY_LEN(keys) && strcmp(keys[i].key, n->key) != 0)
			i++;
		if (i == NW_ARRAY_LEN(keys))
			return yaml_fail(r->y, n, r->error, "unknown key '%s'", n->key);
		if (keys[i].scalar && n->kind != YAML_SCALAR)
			return yaml_fail(r->y, n, r->error, "'%s' is one value", n->key);
	}
	return 0;
}

/* Roles that a match may fill. */
static uint32_t fillable(const struct rule *rule)
{
	uint32_t roles = rule->subject >= 0 ? 1u << rule->subject : 0;

	for (size_t i = 0; i < rule->n_patterns; i++)
		for (size_t s = 0; s < rule->patterns[i].n_steps; s++)
			if (rule->patterns[i].steps[s].role >= 0)
				roles |= 1u << rule->patterns[i].steps[s].role;
	for (size_t i = 0; i < rule->n_set; i++)
		roles |= 1u << rule->set[i].role;
	for (size_t i = 0; i < rule->n_copy; i++)
		roles |= 1u << rule->copy[i].to;
	return roles;
}

/* A word that every match of a pattern holds, for each pattern. */
static int derive_trigger(struct rule_reader *r, struct rule *rule,
			  const struct yaml_node *map)
{
	for (size_t i = 0; i < rule->n_patterns; i++) {
		uint16_t list = rule->patterns[i].trigger;

		if (!list)
			return yaml_fail(r->y, map, r->error,
					 "no word stands in every match of pattern %zu; "
					 "give a trigger",
					 i + 1);
		rule->trigger.ids[rule->trigger.n++] = list;
	}
	return 0;
}

static int check_rule(struct rule_reader *r, struct rule *rule,
		      const struct yaml_node *map)
{
	uint32_t can = fillable(rule);

	if (!rule->n_patterns)
		return yaml_fail(r->y, map, r->error, "a rule needs a pattern");
	if (rule->require & ~can || (rule->any && !(rule->any & can)))
		return yaml_fail(r->y, map, r->error,
				 "it can never fire: no pattern fills a role that it "
				 "requires");
	if (!rule->examples)
		return yaml_fail(r->y, map, r->error, "a rule needs examples");
	return rule->trigger.n ? 0 : derive_trigger(r, rule, map);
}

static int read_rule(struct rule_reader *r, const struct yaml_node *map)
{
	size_t size = sizeof(*r->g->rules), bytes = r->g->n_rules * size;
	struct rule rule = { .file = r->file,
			     .line = map->line,
			     .subject = -1,
			     .scope = 3,
			     .confidence = 0.85 };
	int result = check_keys(r, map);

	if (result == 0 && (!yaml_get(map, "name") || !yaml_get(map, "event")))
		result = yaml_fail(r->y, map, r->error, "a rule has a name and an event");
	for (size_t i = 0; result == 0 && i < NW_ARRAY_LEN(keys); i++) {
		const struct yaml_node *n = yaml_get(map, keys[i].key);

		if (n)
			result = keys[i].read(r, &rule, n);
	}
	if (result == 0)
		result = check_rule(r, &rule, map);
	if (result < 0)
		return result;
	r->g->rules = arena_grow(r->g->memory, r->g->rules, bytes, bytes + size);
	r->g->rules[r->g->n_rules++] = rule;
	return 0;
}

/* ---- files ----------------------------------------------------------------------------
 */

static int read_rules(struct rule_reader *r, const struct yaml_node *rules)
{
	int result = 0;

	for (const struct yaml_node *n = rules->first; result == 0 && n; n = n->next)
		result = read_rule(r, n);
	return result;
}

/* Lists of all files are read before any rule, so that files can share them. */
static int read_file(struct grammar *g, const char *path, bool lists,
		     struct yaml_error *error)
{
	NW_CLEANUP(yaml_freep) struct yaml *y = NULL;
	struct rule_reader reader = { .g = g, .error = error };
	const struct yaml_node *n;
	int r = yaml_load_file(&y, path, error);

	if (r < 0)
		return r;
	reader.y = y;
	reader.file = arena_dup(g->memory, path, strlen(path));
	for (n = yaml_root(y)->first; r == 0 && n; n = n->next) {
		if (strcmp(n->key, "lists") == 0)
			r = lists ? rule_lists_read(&reader, n) : 0;
		else if (strcmp(n->key, "rules") != 0 || n->kind != YAML_LIST)
			r = yaml_fail(y, n, error, "a file has 'lists' and 'rules'");
		else if (!lists)
			r = read_rules(&reader, n);
	}
	return r;
}

int rule_load(struct grammar *g, const char *const *dirs, size_t max_dirs,
	      struct yaml_error *error)
{
	int r = 0;

	for (int lists = 1; lists >= 0; lists--) {
		for (size_t i = 0; r == 0 && i < max_dirs && dirs[i]; i++) {
			char **paths;
			size_t n;

			r = rule_files_list(g->memory, dirs[i], &paths, &n, error);
			for (size_t k = 0; r == 0 && k < n; k++)
				r = read_file(g, paths[k], lists, error);
		}
	}
	return r < 0 ? r : rule_lists_check_used(g, error);
}
