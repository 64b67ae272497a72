/* The catalogue of events: which types there are, which roles each has. It is data
 * (protocol/types): a user adds a type by adding a file. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "protocol/base/yaml.h"
#include "workers/arena.h"

enum { CATALOGUE_MAX_ROLES = 16 };

enum role_value {
	ROLE_ENTITY,
	ROLE_TEXT,
	ROLE_MONEY,
	ROLE_NUMBER,
	ROLE_QUANTITY, /* a number or a sum of money */
	ROLE_PERCENT,
	ROLE_DATE,
	ROLE_TERM,
	ROLE_BOOLEAN,
};

struct event_role {
	const char *name;
	enum role_value value;
	const char **terms;
	size_t n_terms;
	bool key, identity, many;
};

struct event_type {
	const char *name;
	struct event_role roles[CATALOGUE_MAX_ROLES];
	int n_roles;
};

struct catalogue {
	struct event_type *types;
	size_t n;
};

/* Reads every type in `dir`; what *ret points to lives in `a`. */
int catalogue_load(struct catalogue *ret, struct arena *a, const char *dir,
		   struct yaml_error *error);

/* NULL when there is no such type. */
const struct event_type *catalogue_find(const struct catalogue *c, const char *name);

/* The number of a role of `type`, or -1. */
int catalogue_role(const struct event_type *type, const char *name);

/* The term of `role` as the catalogue writes it, or NULL when it has no such term. */
const char *catalogue_term(const struct event_role *role, const char *term);

/* True when the role is filled by words of the article that name something. */
bool catalogue_is_name(const struct event_role *role);
