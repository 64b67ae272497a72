#include "workers/extract/lexicon_read.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/base/fold.h"
#include "protocol/base/log.h"
#include "protocol/base/utf8.h"
#include "workers/extract/trie.h"

/* What is being read: the file, and the class of entries that give none. */
struct reading {
	struct lexicon_names *names;
	const struct yaml *file;
	struct yaml_error *error;
	uint32_t class;
};

/* Makes room for one more item in an array of `size`-byte items. */
static int grow(void *array, size_t n, size_t *cap, size_t size)
{
	void **items = array, *more;

	if (n < *cap)
		return 0;
	more = realloc(*items, (*cap ? *cap * 2 : 64) * size);
	if (!more)
		return nw_fault(-ENOMEM, "lexicon: grow");
	*items = more;
	*cap = *cap ? *cap * 2 : 64;
	return 0;
}

static int find_class(const struct reading *r, const struct yaml_node *node,
		      uint32_t *ret_class)
{
	enum mention_class class;

	if (node->kind != YAML_SCALAR)
		return yaml_fail(r->file, node, r->error, "`class` must be one word");
	if (strcmp(node->text, "WORD") == 0) {
		*ret_class = LEXICON_WORD;
		return 0;
	}
	class = mention_class_find(node->text);
	if (class == N_MENTION_CLASSES)
		return yaml_fail(r->file, node, r->error, "there is no class `%s`",
				 node->text);
	*ret_class = class;
	return 0;
}

static int add_code(struct lexicon_names *l, uint32_t code)
{
	int r = grow(&l->codes, l->n_codes, &l->cap_codes, sizeof(*l->codes));

	if (r == 0)
		l->codes[l->n_codes++] = code;
	return r;
}

/* Appends the codes of `s`, folded or as written. Returns how many, or a fault. */
static int add_codes(struct lexicon_names *l, const char *s, bool folded)
{
	size_t len = strlen(s);
	int count = 0, r;

	for (size_t i = 0, n; i < len; i += n) {
		uint32_t code;

		n = utf8_decode(s + i, len - i, &code);
		if (n == 0)
			return -EINVAL;
		r = add_code(l, folded ? fold_code(code) : code);
		if (r < 0)
			return r;
		count++;
	}
	return count;
}

static int add_name(const struct reading *rd, const struct yaml_node *node,
		    bool case_matters)
{
	struct lexicon_names *l = rd->names;
	struct lexicon_name name = { .entry = (uint32_t)l->n_entries - 1,
				     .codes = (uint32_t)l->n_codes,
				     .next = UINT32_MAX,
				     .case_matters = case_matters };
	int n, r;

	if (node->kind != YAML_SCALAR || !node->text[0])
		return yaml_fail(rd->file, node, rd->error, "a name must be a word");
	n = add_codes(l, node->text, true);
	if (n < 0 || n > TRIE_MAX_KEY)
		return yaml_fail(rd->file, node, rd->error,
				 "the name is too long or not UTF-8");
	name.n = (uint32_t)n;
	r = add_codes(l, node->text, false);
	if (r == n)
		r = grow(&l->items, l->n, &l->cap, sizeof(*l->items));
	if (r < 0)
		return r;
	l->items[l->n++] = name;
	return 0;
}

static int read_bool(const struct reading *rd, const struct yaml_node *node, bool *ret)
{
	if (node->kind != YAML_SCALAR ||
	    (strcmp(node->text, "true") != 0 && strcmp(node->text, "false") != 0))
		return yaml_fail(rd->file, node, rd->error, "`%s` must be true or false",
				 node->key);
	*ret = node->text[0] == 't';
	return 0;
}

/* Adds the entry's names; the entry itself is the last one. */
static int add_names(const struct reading *rd, const struct yaml_node *name,
		     const struct yaml_node *also, bool case_matters)
{
	int r = add_name(rd, name, case_matters);

	if (!also || r < 0)
		return r;
	if (also->kind != YAML_LIST)
		return yaml_fail(rd->file, also, rd->error, "`also` must be a list");
	for (const struct yaml_node *n = also->first; n && r == 0; n = n->next)
		r = add_name(rd, n, case_matters);
	return r;
}

/* {name: …, also: […], id: …, class: …, case: true}, or only a name. */
static int read_entry(const struct reading *rd, const struct yaml_node *node)
{
	const struct yaml_node *name = node->kind == YAML_SCALAR ? node : NULL,
			       *also = NULL;
	struct lexicon_entry entry = { .class = rd->class };
	struct lexicon_names *l = rd->names;
	bool case_matters = false;
	int r = 0;

	if (node->kind == YAML_LIST)
		return yaml_fail(rd->file, node, rd->error,
				 "an entry is a map or a name");
	for (const struct yaml_node *n = node->first; n && r == 0; n = n->next) {
		if (strcmp(n->key, "name") == 0)
			name = n;
		else if (strcmp(n->key, "also") == 0)
			also = n;
		else if (strcmp(n->key, "id") == 0 && n->kind == YAML_SCALAR)
			entry.id = n->text;
		else if (strcmp(n->key, "class") == 0)
			r = find_class(rd, n, &entry.class);
		else if (strcmp(n->key, "case") == 0)
			r = read_bool(rd, n, &case_matters);
		else
			r = yaml_fail(rd->file, n, rd->error, "unknown key `%s`", n->key);
	}
	if (r == 0 && !name)
		r = yaml_fail(rd->file, node, rd->error, "the entry has no `name`");
	if (r == 0 && entry.class > LEXICON_WORD)
		r = yaml_fail(rd->file, node, rd->error, "the entry has no `class`");
	if (r == 0)
		r = grow(&l->entries, l->n_entries, &l->cap_entries, sizeof(*l->entries));
	if (r < 0)
		return r;
	entry.name = name->text;
	l->entries[l->n_entries++] = entry;
	return add_names(rd, name, also, case_matters);
}

/* {class: ORG, names: [entry, …]} */
static int read_file(struct reading *rd, const struct yaml_node *root)
{
	const struct yaml_node *names = NULL;
	int r = 0;

	for (const struct yaml_node *n = root->first; n && r == 0; n = n->next) {
		if (n->key && strcmp(n->key, "class") == 0)
			r = find_class(rd, n, &rd->class);
		else if (n->key && strcmp(n->key, "names") == 0 && n->kind == YAML_LIST)
			names = n;
		else
			r = yaml_fail(rd->file, n, rd->error,
				      "a lexicon has `class` and a list `names`");
	}
	for (const struct yaml_node *n = names ? names->first : NULL; n && r == 0;
	     n = n->next)
		r = read_entry(rd, n);
	return r;
}

static int load_file(struct lexicon_names *l, const char *path, struct yaml_error *error)
{
	struct reading rd = { .names = l, .error = error, .class = LEXICON_WORD + 1 };
	struct yaml *file;
	int r;

	r = grow(&l->files, l->n_files, &l->cap_files, sizeof(struct yaml *));
	if (r < 0)
		return r;
	r = yaml_load_file(&file, path, error);
	if (r < 0)
		return r;
	l->files[l->n_files++] = file;
	rd.file = file;
	return read_file(&rd, yaml_root(file));
}

static int is_yaml(const struct dirent *d)
{
	const char *dot = strrchr(d->d_name, '.');

	return d->d_name[0] != '.' && dot && strcmp(dot, ".yaml") == 0;
}

int lexicon_read_dir(struct lexicon_names *l, const char *dir, struct yaml_error *error)
{
	struct dirent **found = NULL;
	int n = scandir(dir, &found, is_yaml, alphasort), r = 0;

	if (n < 0) {
		snprintf(error->text, sizeof(error->text), "%s: %s", dir,
			 strerror(errno));
		return -errno;
	}
	for (int i = 0; i < n; i++) {
		char path[4096];

		snprintf(path, sizeof(path), "%s/%s", dir, found[i]->d_name);
		if (r == 0)
			r = load_file(l, path, error);
		free(found[i]);
	}
	free(found);
	return r;
}

void lexicon_names_free(struct lexicon_names *l)
{
	for (size_t i = 0; i < l->n_files; i++)
		yaml_free(l->files[i]);
	free(l->files);
	free(l->entries);
	free(l->items);
	free(l->codes);
}
