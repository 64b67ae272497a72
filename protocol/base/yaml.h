/* A YAML document as a tree whose nodes know their place, so that whoever reads
 * configuration, rules or lexicons can say file, line and column. No anchors, no
 * tags, no duplicate keys: what is not understood is an error. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "protocol/base/cleanup.h"

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml_node {
	enum yaml_kind kind;
	unsigned line, column; /* from 1 */
	bool quoted;	  /* a scalar in quotes is a string, whatever it looks like */
	const char *text; /* scalar: its text; in a map's value: see `key` */
	const char *key;  /* the key under which this node stands in a map, else NULL */
	unsigned key_line, key_column;
	struct yaml_node *first, *next; /* children in order; next sibling */
};

struct yaml;

/* What went wrong, where, and what to do: "newswire.yaml:3:5: unknown key …". */
struct yaml_error {
	char text[512];
};

/* Reads `path`. 0: the caller owns *ret. Negative: `error` says why. An empty file
 * is an empty map. */
int yaml_load_file(struct yaml **ret, const char *path, struct yaml_error *error);

/* The same from memory; `name` stands for the file in errors. */
int yaml_load(struct yaml **ret, const char *name, const char *text, size_t len,
	      struct yaml_error *error);

const struct yaml_node *yaml_root(const struct yaml *y);
const char *yaml_name(const struct yaml *y);

/* The child under `key`, or NULL. */
const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);

/* Fills `error` with "name:line:column: …". Returns -EINVAL, so that a reader can
 * end in `return yaml_fail(...)`. */
int yaml_fail(const struct yaml *y, const struct yaml_node *at, struct yaml_error *error,
	      const char *fmt, ...) NW_PRINTF(4, 5);

/* libyaml exports a yaml_free() of its own, and would call ours in its place. */
#define yaml_free nw_yaml_free
struct yaml *yaml_free(struct yaml *y);
NW_DEFINE_CLEANUP(struct yaml *, yaml_free);
