/* newswired's configuration: a strict YAML file with one flat map, every option of
 * it a line of options.def. What is not understood is an error that says where it
 * stands and what would be right. */
#pragma once

#include <stdint.h>
#include <stdio.h>

#include "protocol/base/cleanup.h"
#include "protocol/base/log.h"
#include "protocol/base/yaml.h"

struct config_list {
	char **items;
	size_t n;
};

/* What each kind of option is in C, and how it is written. */
#define CONFIG_TYPE_string	char *		   /* any printable text */
#define CONFIG_TYPE_name	char *		   /* letters, digits, '-', '_', '.' */
#define CONFIG_TYPE_path	char *		   /* from the root of the file system */
#define CONFIG_TYPE_paths	struct config_list /* [/one, /another] or /one */
#define CONFIG_TYPE_endpoints	struct config_list /* of tcp:// and ipc:// */
#define CONFIG_TYPE_count	uint64_t	   /* 8 */
#define CONFIG_TYPE_bytes	uint64_t	   /* 16MiB */
#define CONFIG_TYPE_duration_ms uint64_t	   /* 250ms, 10s, 5m, 1h, 30d */
#define CONFIG_TYPE_choice	unsigned /* one of some words: its number, from 0 */

/* One field for each option, under its name. Texts belong to the config. */
struct config {
#define OPTION(name, kind, ...) CONFIG_TYPE_##kind name;
#include "daemon/config/options.def"
#undef OPTION
};

enum {
	CONFIG_N_OPTIONS = 0
#define OPTION(...) +1
#include "daemon/config/options.def"
#undef OPTION
};

/* Every option at its default. 0: the caller ends *ret with config_free(). */
int config_default(struct config *ret);

/* The defaults, changed by what `path` says. -EINVAL and the like: `error` tells the
 * operator, nothing was logged, *ret is untouched. */
int config_load(struct config *ret, const char *path, struct yaml_error *error);

/* As YAML that config_load() reads, with a comment for each option. */
int config_print(const struct config *c, FILE *out);

/* What two configurations differ in, as names of options. */
struct config_changes {
	const char *taken[CONFIG_N_OPTIONS]; /* can change while the broker runs */
	size_t n_taken;
	const char *waiting[CONFIG_N_OPTIONS]; /* need a restart */
	size_t n_waiting;
};

void config_diff(const struct config *old, const struct config *new,
		 struct config_changes *ret);

/* Moves into `running` what may change while the broker runs; the old values are in
 * `fresh` afterwards, which stays the caller's. */
void config_adopt(struct config *running, struct config *fresh);

static inline enum nw_log_level config_log_level(const struct config *c)
{
	return NW_LOG_ERROR + c->log_level;
}

/* Frees what `c` holds, not `c`; a zeroed one is fine. */
void config_free(struct config *c);
