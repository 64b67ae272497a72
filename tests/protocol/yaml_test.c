#include "protocol/base/yaml.h"

#include <string.h>

#include "protocol/base/buf.h"
#include "protocol/base/log.h"
#include "tests/protocol/testing.h"

static struct yaml *yaml;
static struct yaml_error error;

static int fresh(void **state)
{
	yaml = NULL;
	*error.text = '\0';
	return 0;
}

static int freed(void **state)
{
	yaml = yaml_free(yaml);
	return 0;
}

static int load(const char *text)
{
	yaml = yaml_free(yaml);
	return yaml_load(&yaml, "file.yaml", text, strlen(text), &error);
}

static const struct yaml_node *get(const char *key)
{
	return yaml_get(yaml_root(yaml), key);
}

/* The error names this place. */
static void assert_error_at(const char *text, const char *place)
{
	assert_true(load(text) < 0);
	assert_memory_equal(error.text, place, strlen(place));
}

static void a_map_is_read_with_its_places(void **state)
{
	assert_int_equal(load("a: one\nbc: [x, \"y\"]\n"), 0);
	assert_string_equal(get("a")->text, "one");
	assert_int_equal(get("bc")->kind, YAML_LIST);
	assert_int_equal(get("bc")->line, 2);
	assert_int_equal(get("bc")->first->column, 6);
	assert_true(get("bc")->first->next->quoted);
	assert_null(get("b"));
}

static void an_empty_file_is_an_empty_map(void **state)
{
	assert_int_equal(load(""), 0);
	assert_int_equal(yaml_root(yaml)->kind, YAML_MAP);
	assert_null(yaml_root(yaml)->first);
	assert_int_equal(load("# nothing\n"), 0);
}

static void what_is_not_understood_is_an_error_with_its_place(void **state)
{
	assert_error_at("a: 1\nb: [1\n", "file.yaml:");
	assert_error_at("a: 1\na: 2\n", "file.yaml:2:1:");
	assert_error_at("a: &x 1\nb: *x\n", "file.yaml:");
	assert_error_at("a: !!int 1\n", "file.yaml:");
	assert_error_at("a: &x [1]\n", "file.yaml:1:4:");
	assert_error_at("a: !!map {b: 1}\n", "file.yaml:1:4:");
	assert_error_at("a: 1\n---\nb: 2\n", "file.yaml:");
}

static void bytes_that_are_no_text_are_an_error(void **state)
{
	assert_error_at("a: \xff\xfe\n", "file.yaml");
	assert_error_at("a: \x01\n", "file.yaml");
}

static void a_list_without_end_of_depth_is_an_error(void **state)
{
	struct buf deep = { 0 };

	for (int i = 0; i < 100000; i++)
		assert_int_equal(buf_putc(&deep, '['), 0);
	assert_true(load(buf_str(&deep)) < 0);
	buf_free(&deep);
}

static void a_file_that_is_not_there_is_an_error_that_names_it(void **state)
{
	assert_true(yaml_load_file(&yaml, "/does/not/exist.yaml", &error) < 0);
	assert_non_null(strstr(error.text, "/does/not/exist.yaml"));
}

#define sentence(f) cmocka_unit_test_setup_teardown(f, fresh, freed)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sentence(a_map_is_read_with_its_places),
		sentence(an_empty_file_is_an_empty_map),
		sentence(what_is_not_understood_is_an_error_with_its_place),
		sentence(bytes_that_are_no_text_are_an_error),
		sentence(a_list_without_end_of_depth_is_an_error),
		sentence(a_file_that_is_not_there_is_an_error_that_names_it),
	};

	return cmocka_run_group_tests_name("yaml", tests, NULL, NULL);
}
