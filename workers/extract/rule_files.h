/* The data files an extractor is made of, in a fixed order. */
#pragma once

#include <stddef.h>

#include "protocol/base/buf.h"
#include "protocol/base/yaml.h"
#include "workers/arena.h"

/* The paths of the *.yaml files in `dir`, sorted by name; in `a`. */
int rule_files_list(struct arena *a, const char *dir, char ***ret_paths, size_t *ret_n,
		    struct yaml_error *error);

/* Appends a digest of every *.yaml file in `dir` to `digests`. */
int rule_files_digest(struct arena *a, const char *dir, struct buf *digests,
		      struct yaml_error *error);
