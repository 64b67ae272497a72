#include "workers/extract/catalogue.h"

#include <string.h>

#include "protocol/base/cleanup.h"
#include "workers/extract/rule_files.h"

static const char *const value_names[] = {
	[ROLE_ENTITY] = "entity",     [ROLE_TEXT] = "text",
	[ROLE_MONEY] = "money",	      [ROLE_NUMBER] = "number",
	[ROLE_PERCENT] = "percent",   [ROLE_DATE] = "date",
	[ROLE_QUANTITY] = "quantity", [ROLE_TERM] = "term",
	[ROLE_BOOLEAN] = "boolean",
};

struct loader {
	const struct yaml *y;
	struct arena *memory;
	struct yaml_error *error;
};

static const char *keep(struct loader *l, const char *text)
{
	return arena_dup(l->memory, text, strlen(text));
}

static bool is_true(const struct yaml_node *map, const char *key)
{
	const struct yaml_node *n = yaml_get(map, key);

	return n && n->kind == YAML_SCALAR && strcmp(n->text, "true") == 0;
}

static int require_text(struct loader *l, const struct yaml_node *map, const char *key,
			const struct yaml_node **ret)
{
	*ret = yaml_get(map, key);
	if (!*ret || (*ret)->kind != YAML_SCALAR || !(*ret)->text[0])
		return yaml_fail(l->y, *ret ? *ret : map, l->error,
				 "'%s' is missing or no text", key);
	return 0;
}

static int read_terms(struct loader *l, const struct yaml_node *map,
		      struct event_role *role)
{
	const struct yaml_node *terms = yaml_get(map, "terms");

	if (role->value != ROLE_TERM)
		return terms ? yaml_fail(l->y, terms, l->error, "only a term has terms")
			     : 0;
	if (!terms || terms->kind != YAML_LIST || !terms->first)
		return yaml_fail(l->y, map, l->error, "a term needs a list of 'terms'");
	for (const struct yaml_node *t = terms->first; t; t = t->next) {
		size_t bytes = role->n_terms * sizeof(*role->terms);

		if (t->kind != YAML_SCALAR)
			return yaml_fail(l->y, t, l->error, "a term is a word");
		role->terms = arena_grow(l->memory, role->terms, bytes,
					 bytes + sizeof(*role->terms));
		role->terms[role->n_terms++] = keep(l, t->text);
	}
	return 0;
}

static int read_role(struct loader *l, const struct yaml_node *map,
		     struct event_type *type)
{
	struct event_role *role = &type->roles[type->n_roles];
	const struct yaml_node *name, *value = NULL;
	size_t v = 0;
	int r = require_text(l, map, "name", &name);

	if (r == 0)
		r = require_text(l, map, "value", &value);
	if (r < 0)
		return r;
	if (type->n_roles == CATALOGUE_MAX_ROLES)
		return yaml_fail(l->y, map, l->error, "more than %d roles",
				 CATALOGUE_MAX_ROLES);
	if (catalogue_role(type, name->text) >= 0)
		return yaml_fail(l->y, name, l->error, "role '%s' stands here twice",
				 name->text);
	while (v < NW_ARRAY_LEN(value_names) && strcmp(value_names[v], value->text) != 0)
		v++;
	if (v == NW_ARRAY_LEN(value_names))
		return yaml_fail(l->y, value, l->error, "no kind of value: '%s'",
				 value->text);
	role->name = keep(l, name->text);
	role->value = (enum role_value)v;
	role->key = is_true(map, "key");
	role->identity = is_true(map, "identity");
	role->many = is_true(map, "many");
	type->n_roles++;
	return read_terms(l, map, role);
}

static int read_type(struct loader *l, struct event_type *type)
{
	const struct yaml_node *root = yaml_root(l->y), *name, *roles;
	bool has_key = false;
	int r = require_text(l, root, "type", &name);

	if (r < 0)
		return r;
	type->name = keep(l, name->text);
	roles = yaml_get(root, "roles");
	if (!roles || roles->kind != YAML_LIST)
		return yaml_fail(l->y, root, l->error, "a type needs a list of 'roles'");
	for (const struct yaml_node *n = roles->first; r == 0 && n; n = n->next)
		r = read_role(l, n, type);
	for (int i = 0; i < type->n_roles; i++)
		has_key |= type->roles[i].key;
	if (r == 0 && !has_key)
		r = yaml_fail(l->y, roles, l->error, "no role is a key role");
	return r;
}

static int load_file(struct catalogue *c, struct arena *a, const char *path,
		     struct yaml_error *error)
{
	NW_CLEANUP(yaml_freep) struct yaml *y = NULL;
	struct loader l = { .memory = a, .error = error };
	size_t bytes = c->n * sizeof(*c->types);
	int r = yaml_load_file(&y, path, error);

	if (r < 0)
		return r;
	l.y = y;
	c->types = arena_grow(a, c->types, bytes, bytes + sizeof(*c->types));
	r = read_type(&l, &c->types[c->n]);
	if (r == 0 && catalogue_find(c, c->types[c->n].name))
		return yaml_fail(y, yaml_root(y), error, "type '%s' has another file",
				 c->types[c->n].name);
	c->n++;
	return r;
}

int catalogue_load(struct catalogue *ret, struct arena *a, const char *dir,
		   struct yaml_error *error)
{
	char **paths;
	size_t n;
	int r = rule_files_list(a, dir, &paths, &n, error);

	for (size_t i = 0; r == 0 && i < n; i++)
		r = load_file(ret, a, paths[i], error);
	return r;
}

const struct event_type *catalogue_find(const struct catalogue *c, const char *name)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->types[i].name, name) == 0)
			return &c->types[i];
	return NULL;
}

int catalogue_role(const struct event_type *type, const char *name)
{
	for (int i = 0; i < type->n_roles; i++)
		if (strcmp(type->roles[i].name, name) == 0)
			return i;
	return -1;
}

const char *catalogue_term(const struct event_role *role, const char *term)
{
	for (size_t i = 0; i < role->n_terms; i++)
		if (strcmp(role->terms[i], term) == 0)
			return role->terms[i];
	return NULL;
}

bool catalogue_is_name(const struct event_role *role)
{
	return role->value == ROLE_ENTITY || role->value == ROLE_TEXT;
}
