#include "daemon/config/config.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "daemon/config/config_check.h"
#include "daemon/config/config_nearest.h"
#include "daemon/config/config_value.h"

static const struct option options[CONFIG_N_OPTIONS] = {
#define OPTION(name, kind, ...)                              \
	{ #name, KIND_##kind, offsetof(struct config, name), \
	  sizeof(((struct config *)0)->name), __VA_ARGS__ },
#include "daemon/config/options.def"
#undef OPTION
};

static void *field_of(struct config *c, const struct option *o)
{
	return (char *)c + o->offset;
}

static const void *value_of(const struct config *c, const struct option *o)
{
	return (const char *)c + o->offset;
}

static const struct option *find_option(const char *name)
{
	for (size_t i = 0; i < CONFIG_N_OPTIONS; i++)
		if (strcmp(options[i].name, name) == 0)
			return &options[i];
	return NULL;
}

/* A host's name is the node's when it can be: newswire://NODE stands in every event. */
static void default_node(const struct option *o, char **field)
{
	struct value_error ignored;
	char host[256] = "";

	if (gethostname(host, sizeof(host) - 1) < 0 ||
	    value_read(o, host, field, &ignored) < 0)
		(void)value_read(o, "localhost", field, &ignored);
}

static uint64_t count_processors(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : (uint64_t)n;
}

static int set_default(struct config *c, const struct option *o)
{
	struct value_error error;

	if (strcmp(o->name, "node") == 0) {
		default_node(o, &c->node);
		return c->node ? 0 : -ENOMEM;
	}
	if (strcmp(o->name, "workers") == 0) {
		c->workers = count_processors();
		return 0;
	}
	if (value_is_list(o) && *o->standard == '\0')
		return 0;
	return value_read(o, o->standard, field_of(c, o), &error);
}

int config_default(struct config *ret)
{
	NW_CLEANUP(config_free) struct config c = { 0 };

	for (size_t i = 0; i < CONFIG_N_OPTIONS; i++) {
		int r = set_default(&c, &options[i]);

		if (r < 0)
			return r;
	}
	*ret = c;
	c = (struct config){ 0 };
	return 0;
}

/* What the operator may have meant by `name`, or NULL. */
static const char *nearest_option(const char *name)
{
	size_t least = strlen(name) / 2;
	const char *nearest = NULL;

	for (size_t i = 0; i < CONFIG_N_OPTIONS; i++) {
		size_t distance = edit_distance(name, options[i].name);

		if (distance <= least && distance < strlen(options[i].name)) {
			nearest = options[i].name;
			least = distance - (distance > 0);
		}
	}
	return nearest;
}

static int fail_unknown(const struct yaml *y, const struct yaml_node *node,
			struct yaml_error *error)
{
	struct yaml_node key = { .line = node->key_line, .column = node->key_column };
	const char *nearest = nearest_option(node->key);

	if (nearest)
		return yaml_fail(y, &key, error,
				 "no option is called '%.60s'; did you mean '%s'?",
				 node->key, nearest);
	return yaml_fail(y, &key, error,
			 "no option is called '%.60s'; newswired --print-config lists "
			 "them all",
			 node->key);
}

static int read_scalar(const struct yaml *y, const struct yaml_node *node,
		       const struct option *o, void *field, struct yaml_error *error)
{
	struct value_error why;
	int r;

	if (node->kind != YAML_SCALAR)
		return yaml_fail(y, node, error, "%s wants one value, not a %s", o->name,
				 node->kind == YAML_LIST ? "list" : "map");
	if (node->quoted && value_is_number(o))
		return yaml_fail(y, node, error,
				 "%s is a number; write it without quotes", o->name);
	if (!node->quoted && *node->text == '\0')
		return yaml_fail(y, node, error,
				 "%s has no value; give one or remove the line", o->name);
	r = value_read(o, node->text, field, &why);
	if (r == -EINVAL)
		return yaml_fail(y, node, error, "%s: %s", o->name, why.text);
	return r;
}

/* A list may be written as its only item. */
static int read_list(const struct yaml *y, const struct yaml_node *node,
		     const struct option *o, void *field, struct yaml_error *error)
{
	const struct yaml_node *item = node->kind == YAML_LIST ? node->first : node;
	struct value_error why;

	for (; item; item = item == node ? NULL : item->next) {
		int r = read_scalar(y, item, o, field, error);

		if (r < 0)
			return r;
	}
	if (value_check_list(o, field, &why) < 0)
		return yaml_fail(y, node, error, "%s %s", o->name, why.text);
	return 0;
}

static int read_option(const struct yaml *y, const struct yaml_node *node,
		       struct config *c, struct yaml_error *error)
{
	const struct option *o = find_option(node->key);

	if (!o)
		return fail_unknown(y, node, error);
	if (!value_is_list(o))
		return read_scalar(y, node, o, field_of(c, o), error);
	value_free(o, field_of(c, o));
	return read_list(y, node, o, field_of(c, o), error);
}

static int read_options(const struct yaml *y, struct config *c, struct yaml_error *error)
{
	const struct yaml_node *root = yaml_root(y);

	if (root->kind != YAML_MAP)
		return yaml_fail(
			y, root, error,
			"the file must be a map: lines of the form OPTION: VALUE");
	for (const struct yaml_node *n = root->first; n; n = n->next) {
		int r = read_option(y, n, c, error);

		if (r < 0)
			return r;
	}
	return config_check(c, y, error);
}

int config_load(struct config *ret, const char *path, struct yaml_error *error)
{
	NW_CLEANUP(config_free) struct config c = { 0 };
	NW_CLEANUP(yaml_freep) struct yaml *y = NULL;
	int r;

	r = yaml_load_file(&y, path, error);
	if (r < 0)
		return r;
	r = config_default(&c);
	if (r == 0)
		r = read_options(y, &c, error);
	if (r < 0)
		return r;
	*ret = c;
	c = (struct config){ 0 };
	return 0;
}

static void print_comment(const struct option *o, FILE *out)
{
	fprintf(out, "# %s", o->meaning);
	if (value_is_number(o))
		fprintf(out, " %s to %s.", o->least, o->most);
	if (o->kind == KIND_choice)
		fprintf(out, " One of: %s.", o->least);
	fprintf(out, "\n# Default: %s%s\n", *o->standard ? o->standard : "empty",
		o->on_reload == RESTART ? "; a change needs a restart" : "");
}

int config_print(const struct config *c, FILE *out)
{
	NW_CLEANUP(buf_free) struct buf value = { 0 };

	for (size_t i = 0; i < CONFIG_N_OPTIONS; i++) {
		const struct option *o = &options[i];
		int r;

		buf_clear(&value);
		r = value_write(o, value_of(c, o), &value);
		if (r < 0)
			return r;
		fputs(i > 0 ? "\n" : "", out);
		print_comment(o, out);
		fprintf(out, "%s: %s\n", o->name, buf_str(&value));
	}
	return 0;
}

void config_diff(const struct config *old, const struct config *new,
		 struct config_changes *ret)
{
	*ret = (struct config_changes){ 0 };
	for (size_t i = 0; i < CONFIG_N_OPTIONS; i++) {
		const struct option *o = &options[i];

		if (value_equal(o, value_of(old, o), value_of(new, o)))
			continue;
		if (o->on_reload == RELOAD)
			ret->taken[ret->n_taken++] = o->name;
		else
			ret->waiting[ret->n_waiting++] = o->name;
	}
}

static void swap_bytes(void *a, void *b, size_t len)
{
	char hold[sizeof(struct config)];

	memcpy(hold, a, len);
	memcpy(a, b, len);
	memcpy(b, hold, len);
}

void config_adopt(struct config *running, struct config *fresh)
{
	for (size_t i = 0; i < CONFIG_N_OPTIONS; i++) {
		const struct option *o = &options[i];

		if (o->on_reload == RELOAD)
			swap_bytes(field_of(running, o), field_of(fresh, o), o->size);
	}
}

void config_free(struct config *c)
{
	for (size_t i = 0; i < CONFIG_N_OPTIONS; i++)
		value_free(&options[i], field_of(c, &options[i]));
}
