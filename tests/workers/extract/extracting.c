#include "tests/workers/extract/extracting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_EVENTS = 64, PATH_SIZE = 256 };

static struct {
	char folder[PATH_SIZE], rules[PATH_SIZE], names[PATH_SIZE];
	struct extractor *x;
	struct arena *a;
	struct yaml_error error;
	struct extracted found;
	json_t *data[MAX_EVENTS];
} under;

static void make_folder(char *path, const char *name)
{
	snprintf(path, PATH_SIZE, "%.200s/%s", under.folder, name);
	assert_int_equal(mkdir(path, 0700), 0);
}

static void add_file(const char *folder, const char *name, const char *text)
{
	char path[PATH_SIZE + 64];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

int extracting_setup(void **state)
{
	memset(&under, 0, sizeof(under));
	strcpy(under.folder, "/tmp/extracting-XXXXXX");
	assert_non_null(mkdtemp(under.folder));
	make_folder(under.rules, "rules");
	make_folder(under.names, "names");
	return arena_open(&under.a, 256 << 20);
}

static void forget_events(void)
{
	for (size_t i = 0; i < MAX_EVENTS; i++) {
		json_decref(under.data[i]);
		under.data[i] = NULL;
	}
	under.found = (struct extracted){ 0 };
}

int extracting_teardown(void **state)
{
	char command[PATH_SIZE + 16];

	forget_events();
	extractor_close(under.x);
	arena_close(under.a);
	snprintf(command, sizeof(command), "rm -r %s", under.folder);
	return system(command);
}

void add_rules(const char *file, const char *yaml)
{
	add_file(under.rules, file, yaml);
}

void add_names(const char *yaml)
{
	add_file(under.names, "names.yaml", yaml);
}

static int open_from(const char *rules, const char *names)
{
	struct extractor_options options = { .types_dir = TYPES_DIR,
					     .rules_dirs = { rules },
					     .lexicon_dirs = { names } };

	return extractor_open(&under.x, &options, &under.error);
}

int try_open(void)
{
	return open_from(under.rules, under.names);
}

const char *open_error(void)
{
	return under.error.text;
}

void open_shipped(void)
{
	assert_int_equal(open_from(RULES_DIR, LEXICON_DIR), 0);
}

const struct extractor *extractor_under_test(void)
{
	return under.x;
}

void extract_titled(const char *title, const char *text)
{
	struct raw_article raw = { .id = "article-1", .rev = 1 };
	struct clean_article doc = { .title = title,
				     .text = text,
				     .text_len = strlen(text),
				     .lang = "zh-Hans",
				     .kind = "article",
				     .published = "2023-07-20T09:00:00+08:00",
				     .published_basis = "page" };

	if (!under.x && try_open() < 0)
		fail_msg("%s", open_error());
	forget_events();
	arena_reset(under.a);
	assert_int_equal(extractor_run(under.x, under.a, &raw, &doc, &under.found), 0);
	for (size_t i = 0; i < under.found.n && i < MAX_EVENTS; i++) {
		under.data[i] = json_loadb(under.found.events[i].data,
					   under.found.events[i].data_len, 0, NULL);
		assert_non_null(under.data[i]);
	}
}

void extract(const char *text)
{
	extract_titled(NULL, text);
}

size_t event_count(void)
{
	return under.found.n;
}

const struct extracted_event *event_at(size_t i)
{
	assert_true(i < under.found.n);
	return &under.found.events[i];
}

const json_t *event_data(size_t i)
{
	assert_true(i < under.found.n);
	return under.data[i];
}

static const char *member(size_t event, const char *role, size_t n, const char *key)
{
	const json_t *args = json_object_get(event_data(event), "args");
	const char *text = json_string_value(
		json_object_get(json_array_get(json_object_get(args, role), n), key));

	return text ? text : "";
}

const char *filler_text(size_t event, const char *role, size_t n)
{
	return member(event, role, n, "text");
}

const char *filler_value(size_t event, const char *role, size_t n)
{
	return member(event, role, n, "value");
}
