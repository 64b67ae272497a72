#include "workers/extract/rule_example.h"

#include <string.h>

static const char *keep_text(struct rule_reader *r, const struct yaml_node *map,
			     const char *key)
{
	const struct yaml_node *n = yaml_get(map, key);

	if (!n || n->kind != YAML_SCALAR)
		return NULL;
	return arena_dup(r->g->memory, n->text, strlen(n->text));
}

static void add_want(struct rule_reader *r, struct rule_example *example,
		     const char *role, const char *value, const char *currency)
{
	struct rule_want *want = arena_alloc(r->g->memory, sizeof(*want));

	*want = (struct rule_want){ role, value, currency, example->want };
	example->want = want;
}

static int read_want(struct rule_reader *r, const struct rule *rule,
		     struct rule_example *example, const struct yaml_node *n)
{
	const char *role;

	if (catalogue_role(rule->type, n->key) < 0)
		return yaml_fail(r->y, n, r->error, "%s has no role '%s'",
				 rule->type->name, n->key);
	role = arena_dup(r->g->memory, n->key, strlen(n->key));
	if (n->kind == YAML_MAP) {
		add_want(r, example, role, keep_text(r, n, "value"),
			 keep_text(r, n, "currency"));
		return 0;
	}
	if (n->kind == YAML_SCALAR) {
		add_want(r, example, role,
			 arena_dup(r->g->memory, n->text, strlen(n->text)), NULL);
		return 0;
	}
	for (const struct yaml_node *v = n->first; v; v = v->next) {
		if (v->kind != YAML_SCALAR)
			return yaml_fail(r->y, v, r->error, "a value is expected");
		add_want(r, example, role,
			 arena_dup(r->g->memory, v->text, strlen(v->text)), NULL);
	}
	return 0;
}

static int check_keys(struct rule_reader *r, const struct yaml_node *map)
{
	static const char *const keys[] = { "text", "title", "want", "none", "modality" };

	for (const struct yaml_node *n = map->first; n; n = n->next) {
		size_t i = 0;

		while (i < NW_ARRAY_LEN(keys) && strcmp(keys[i], n->key) != 0)
			i++;
		if (i == NW_ARRAY_LEN(keys))
			return yaml_fail(r->y, n, r->error, "unknown key '%s'", n->key);
	}
	return 0;
}

static int read_one(struct rule_reader *r, struct rule *rule, const struct yaml_node *map)
{
	struct rule_example *example = arena_alloc(r->g->memory, sizeof(*example));
	const struct yaml_node *want;
	int result;

	if (map->kind != YAML_MAP)
		return yaml_fail(r->y, map, r->error,
				 "an example is {text: …, want: {…}}");
	result = check_keys(r, map);
	if (result < 0)
		return result;
	*example = (struct rule_example){ .line = map->line,
					  .text = keep_text(r, map, "text"),
					  .title = keep_text(r, map, "title"),
					  .modality = keep_text(r, map, "modality"),
					  .none = yaml_get(map, "none") != NULL };
	want = yaml_get(map, "want");
	if (!example->text || example->none == (want != NULL))
		return yaml_fail(r->y, map, r->error,
				 "an example has a text, and either 'want' or 'none'");
	for (const struct yaml_node *n = want ? want->first : NULL; n && result == 0;
	     n = n->next)
		result = read_want(r, rule, example, n);
	example->next = rule->examples;
	rule->examples = example;
	return result;
}

int rule_example_read(struct rule_reader *r, struct rule *rule,
		      const struct yaml_node *node)
{
	int result = 0;

	if (node->kind != YAML_LIST)
		return yaml_fail(r->y, node, r->error, "examples are a list");
	for (const struct yaml_node *n = node->first; result == 0 && n; n = n->next)
		result = read_one(r, rule, n);
	return result;
}
