#include "daemon/config/config.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "protocol/base/buf.h"

static char file[] = "/tmp/newswire-config-XXXXXX";
static struct config config;
static struct yaml_error error;

static const struct {
	const char *name, *standard;
} options[] = {
#define OPTION(name, kind, standard, ...) { #name, standard },
#include "daemon/config/options.def"
#undef OPTION
};

static int fresh_file(void **state)
{
	int fd;

	strcpy(file + sizeof(file) - 7, "XXXXXX");
	fd = mkstemp(file);
	config = (struct config){ 0 };
	error.text[0] = '\0';
	return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state)
{
	config_free(&config);
	return unlink(file);
}

static void write_file(const char *text)
{
	FILE *f = fopen(file, "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static void load(const char *text)
{
	write_file(text);
	if (config_load(&config, file, &error) < 0)
		fail_msg("%s", error.text);
}

/* The error is the file's name and `rest`. */
static void assert_refused(const char *text, const char *rest)
{
	write_file(text);
	assert_int_equal(config_load(&config, file, &error), -EINVAL);
	assert_memory_equal(error.text, file, strlen(file));
	assert_string_equal(error.text + strlen(file), rest);
}

static void assert_list(const struct config_list *list, const char *joined)
{
	NW_CLEANUP(buf_free) struct buf b = { 0 };

	for (size_t i = 0; i < list->n; i++)
		buf_printf(&b, "%s%s", i ? " " : "", list->items[i]);
	assert_string_equal(buf_str(&b), joined);
}

static void an_empty_file_is_every_default(void **state)
{
	load("");
	assert_int_equal(config.worker_deadline, 10000);
	assert_int_equal(config.max_body, 16 << 20);
	assert_int_equal(config.max_attempts, 3);
	assert_string_equal(config.state_dir, "/var/lib/newswire");
	assert_list(&config.submit, "tcp://127.0.0.1:7410");
	assert_list(&config.rules, "");
	assert_int_equal(config_log_level(&config), NW_LOG_INFO);
}

static void node_and_workers_come_from_the_machine(void **state)
{
	load("");
	assert_true(strlen(config.node) > 0);
	assert_true(config.workers > 0);
}

static void what_the_file_says_replaces_the_default(void **state)
{
	load("node: desk-1\nworkers: 0\nworker_deadline: 250ms\njournal_max: 1TiB\n"
	     "log_level: debug\nworker_command: ''\n");
	assert_string_equal(config.node, "desk-1");
	assert_int_equal(config.workers, 0);
	assert_int_equal(config.worker_deadline, 250);
	assert_true(config.journal_max == UINT64_C(1) << 40);
	assert_int_equal(config_log_level(&config), NW_LOG_DEBUG);
}

static void a_list_may_be_written_as_its_only_item(void **state)
{
	load("submit: ipc:///run/newswire/in\ntap: []\nrules: [/a, /b]\n");
	assert_list(&config.submit, "ipc:///run/newswire/in");
	assert_list(&config.tap, "");
	assert_list(&config.rules, "/a /b");
}

static void zero_needs_no_unit(void **state)
{
	load("drain_timeout: 0\n");
	assert_int_equal(config.drain_timeout, 0);
}

static void an_unknown_option_is_refused_with_the_nearest_one(void **state)
{
	assert_refused("node: a\nworker_dedline: 10s\n",
		       ":2:1: no option is called 'worker_dedline'; did you mean "
		       "'worker_deadline'?");
}

static void an_option_like_no_other_is_refused_without_a_guess(void **state)
{
	assert_refused("xyzzy: 1\n",
		       ":1:1: no option is called 'xyzzy'; newswired --print-config "
		       "lists them all");
}

static void a_number_out_of_range_is_refused_with_the_range(void **state)
{
	assert_refused("worker_deadline: 5ms\n",
		       ":1:18: worker_deadline: 5ms is out of range; allowed is 100ms to "
		       "10m");
}

static void a_number_too_large_to_hold_is_out_of_range(void **state)
{
	assert_refused("journal_max: 99999999999999999999TiB\n",
		       ":1:14: journal_max: 99999999999999999999TiB is out of range; "
		       "allowed is 8MiB to 64TiB");
	assert_refused("max_attempts: 18446744073709551617\n",
		       ":1:15: max_attempts: 18446744073709551617 is out of range; "
		       "allowed is 1 to 100");
}

static void a_duration_without_its_unit_is_refused_with_an_example(void **state)
{
	assert_refused("worker_deadline: 10\n",
		       ":1:18: worker_deadline: '10' is no whole number with ms, s, m, h "
		       "or d behind it; write one like 10s");
}

static void a_size_with_a_wrong_unit_is_refused_with_an_example(void **state)
{
	assert_refused("max_body: 16M\n",
		       ":1:11: max_body: '16M' is no whole number with B, KiB, MiB, GiB "
		       "or TiB behind it; write one like 16MiB");
}

static void a_count_that_is_a_word_is_refused(void **state)
{
	assert_refused("workers: many\n",
		       ":1:10: workers: 'many' is no whole number; write one like 256");
	assert_refused("workers: -1\n",
		       ":1:10: workers: '-1' is no whole number; write one like 256");
}

static void a_number_in_quotes_is_refused(void **state)
{
	assert_refused("workers: \"4\"\n",
		       ":1:10: workers is a number; write it without quotes");
}

static void a_list_for_one_value_is_refused(void **state)
{
	assert_refused("state_dir: [/a, /b]\n",
		       ":1:12: state_dir wants one value, not a list");
	assert_refused("rules: [{a: b}]\n", ":1:9: rules wants one value, not a map");
}

static void an_option_without_a_value_is_refused(void **state)
{
	assert_refused("node:\n", ":1:6: node has no value; give one or remove the line");
}

static void a_word_that_is_no_choice_is_refused_with_the_choices(void **state)
{
	assert_refused("log_level: loud\n", ":1:12: log_level: 'loud' is none of: error "
					    "warning notice info debug");
}

static void a_path_that_is_not_full_is_refused(void **state)
{
	assert_refused("state_dir: spool\n", ":1:12: state_dir: 'spool' is no full path; "
					     "begin it with /");
}

static void a_name_with_a_slash_is_refused(void **state)
{
	assert_refused("node: a/b\n",
		       ":1:7: node: 'a/b' is no name; letters, digits, '-', '_' and '.' "
		       "are allowed");
}

static void control_characters_are_refused(void **state)
{
	assert_refused("worker_command: \"a\\e[2J\"\n",
		       ":1:17: worker_command: control characters and broken UTF-8 are "
		       "not allowed");
}

static void too_few_endpoints_are_refused(void **state)
{
	assert_refused("submit: []\n", ":1:9: submit has 0 items; allowed are 1 to 16");
}

static void what_is_no_endpoint_is_refused(void **state)
{
	assert_refused("submit: udp://1.2.3.4:5\n",
		       ":1:9: submit: 'udp://1.2.3.4:5' is no endpoint; write "
		       "tcp://127.0.0.1:PORT or ipc:///PATH");
	assert_refused("submit: tcp://127.0.0.1:70000\n",
		       ":1:9: submit: 'tcp://127.0.0.1:70000' has no port of 1 to 65535; "
		       "write tcp://127.0.0.1:7410");
	assert_refused("submit: ipc://socket\n",
		       ":1:9: submit: 'ipc://socket' has no full path; write "
		       "ipc:///run/newswire/…");
}

static void an_endpoint_open_to_other_machines_is_refused(void **state)
{
	assert_refused("tap: tcp://0.0.0.0:7413\n",
		       ":1:6: tap: 'tcp://0.0.0.0:7413' is open to other machines, and "
		       "this version has no encryption; use 127.0.0.1, [::1] or ipc://");
	assert_refused("tap: tcp://127.example.org:7413\n",
		       ":1:6: tap: 'tcp://127.example.org:7413' is open to other "
		       "machines, and this version has no encryption; use 127.0.0.1, "
		       "[::1] or ipc://");
}

static void an_endpoint_path_longer_than_a_socket_name_is_refused(void **state)
{
	char text[256] = "submit: ipc:///";

	memset(text + strlen(text), 'x', 120);
	write_file(text);
	assert_int_equal(config_load(&config, file, &error), -EINVAL);
	assert_non_null(strstr(error.text, "is longer than 107 bytes"));
}

static void two_sockets_on_one_endpoint_are_refused(void **state)
{
	assert_refused("node: a\ntap: tcp://127.0.0.1:7410\n",
		       ":2:6: tap: tcp://127.0.0.1:7410 is taken by submit already; give "
		       "each socket an endpoint of its own");
}

static void options_that_do_not_go_together_are_refused(void **state)
{
	assert_refused("worker_wall_limit: 5s\n",
		       ":1:20: worker_wall_limit must be at least 1 x worker_deadline: "
		       "an article takes at least its CPU time");
	assert_refused("node: a\nmax_body: 60MiB\n",
		       ":2:11: segment_size must be at least 2 x max_body: a segment "
		       "must hold the largest article");
}

static void a_file_that_is_a_list_is_refused(void **state)
{
	assert_refused("- node\n", ":1:1: the file must be a map: lines of the form "
				   "OPTION: VALUE");
}

static void an_option_given_twice_is_refused(void **state)
{
	assert_refused("node: a\nnode: b\n",
		       ":2:1: key 'node' stands here twice; remove one of them");
}

static void a_file_that_is_not_there_is_told(void **state)
{
	assert_int_equal(config_load(&config, "/nowhere/newswire.yaml", &error), -ENOENT);
	assert_string_equal(error.text, "/nowhere/newswire.yaml: cannot be read: No such "
					"file or directory");
}

static void a_refused_file_leaves_the_config_untouched(void **state)
{
	config.worker_deadline = 77;
	assert_refused("worker_deadline: 20s\nworkers: many\n",
		       ":2:10: workers: 'many' is no whole number; write one like 256");
	assert_int_equal(config.worker_deadline, 77);
}

static void print_to_file(const struct config *c)
{
	FILE *f = fopen(file, "w");

	assert_non_null(f);
	assert_int_equal(config_print(c, f), 0);
	assert_int_equal(fclose(f), 0);
}

static void assert_same(const struct config *a, const struct config *b)
{
	struct config_changes changes;

	config_diff(a, b, &changes);
	if (changes.n_taken > 0)
		fail_msg("%s differs", changes.taken[0]);
	if (changes.n_waiting > 0)
		fail_msg("%s differs", changes.waiting[0]);
}

static void what_is_printed_loads_as_the_same(void **state)
{
	NW_CLEANUP(config_free) struct config again = { 0 };

	load("node: n\nworkers: 7\nrules: [\"/it's: a # path\", /b]\ntap: []\n"
	     "worker_deadline: 1500ms\nmax_body: 1025KiB\nworker_recycle: 10\n"
	     "log_level: warning\nworker_command: \"a: 'b' {c}\"\n");
	print_to_file(&config);
	assert_int_equal(config_load(&again, file, &error), 0);
	assert_same(&config, &again);
}

static void the_defaults_print_with_a_comment_for_each(void **state)
{
	NW_CLEANUP(buf_free) struct buf text = { 0 };
	size_t comments = 0;

	assert_int_equal(config_default(&config), 0);
	print_to_file(&config);
	assert_int_equal(buf_read_file(&text, file, 1 << 20), 0);
	for (const char *p = buf_str(&text); (p = strstr(p, "# Default: ")); p++)
		comments++;
	assert_int_equal(comments, CONFIG_N_OPTIONS);
	assert_non_null(strstr(buf_str(&text), "\nworker_deadline: 10s\n"));
}

static void a_diff_tells_what_needs_a_restart(void **state)
{
	NW_CLEANUP(config_free) struct config old = { 0 };
	struct config_changes changes;

	assert_int_equal(config_default(&old), 0);
	load("worker_deadline: 20s\nsubmit: tcp://127.0.0.1:9000\nrules: [/r]\n");
	config_diff(&old, &config, &changes);
	assert_int_equal(changes.n_taken, 2);
	assert_string_equal(changes.taken[0], "worker_deadline");
	assert_string_equal(changes.taken[1], "rules");
	assert_int_equal(changes.n_waiting, 1);
	assert_string_equal(changes.waiting[0], "submit");
}

static void adopting_takes_only_what_needs_no_restart(void **state)
{
	NW_CLEANUP(config_free) struct config running = { 0 };

	assert_int_equal(config_default(&running), 0);
	load("worker_deadline: 20s\nsubmit: tcp://127.0.0.1:9000\nrules: [/r]\n");
	config_adopt(&running, &config);
	assert_int_equal(running.worker_deadline, 20000);
	assert_list(&running.rules, "/r");
	assert_list(&running.submit, "tcp://127.0.0.1:7410");
}

static void read_source(struct buf *text, const char *path)
{
	NW_CLEANUP(buf_free) struct buf full = { 0 };

	buf_printf(&full, "%s/%s", getenv("NEWSWIRE_SOURCES"), path);
	assert_int_equal(buf_read_file(text, buf_str(&full), 1 << 20), 0);
}

/* Cuts the manual down to what it says of one option: up to the next one's name. */
static void cut_manual(struct buf *manual, const char *option)
{
	char item[96];
	const char *begin, *end;

	snprintf(item, sizeof(item), "\n.It Cm %s ", option);
	begin = strstr(buf_str(manual), item);
	if (!begin) {
		fail_msg("newswire.yaml.5 says nothing of %s", option);
		return;
	}
	buf_consume(manual, (size_t)(begin + 1 - manual->data));
	end = strstr(buf_str(manual), "\n.It ");
	manual->len = end ? (size_t)(end + 1 - manual->data) : manual->len;
}

static void the_manual_tells_every_option_and_its_default(void **state)
{
	for (size_t i = 0; i < CONFIG_N_OPTIONS; i++) {
		NW_CLEANUP(buf_free) struct buf manual = { 0 };
		const char *standard = options[i].standard;
		char sentence[96];

		read_source(&manual, "deploy/man/newswire.yaml.5");
		cut_manual(&manual, options[i].name);
		if (*standard == '<')
			continue;
		snprintf(sentence, sizeof(sentence), "\nThe default is %s.\n",
			 *standard ? standard : "empty");
		if (!strstr(buf_str(&manual), sentence))
			fail_msg("newswire.yaml.5 tells another default of %s",
				 options[i].name);
	}
}

/* The sample with the '#' before each option taken away. */
static void load_sample(void)
{
	NW_CLEANUP(buf_free) struct buf sample = { 0 }, plain = { 0 };

	read_source(&sample, "deploy/newswire.yaml");
	for (const char *line = buf_str(&sample); *line;) {
		size_t len = strcspn(line, "\n") + 1;
		bool is_option = line[0] == '#' && line[1] >= 'a' && line[1] <= 'z';

		buf_append(&plain, line + is_option, len - is_option);
		line += len;
	}
	load(buf_str(&plain));
}

static void the_sample_shows_every_option_at_its_default(void **state)
{
	NW_CLEANUP(config_free) struct config defaults = { 0 };
	struct config_changes changes;

	load_sample();
	assert_int_equal(config_default(&defaults), 0);
	defaults.workers = config.workers;
	strcpy(defaults.node, "n");
	strcpy(config.node, "n");
	config_diff(&defaults, &config, &changes);
	assert_int_equal(changes.n_taken + changes.n_waiting, 0);
}

static void the_sample_names_every_option(void **state)
{
	NW_CLEANUP(buf_free) struct buf sample = { 0 };

	read_source(&sample, "deploy/newswire.yaml");
	for (size_t i = 0; i < CONFIG_N_OPTIONS; i++) {
		char line[96];

		snprintf(line, sizeof(line), "\n#%s: ", options[i].name);
		if (!strstr(buf_str(&sample), line))
			fail_msg("newswire.yaml says nothing of %s", options[i].name);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fresh_file, remove_file)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_empty_file_is_every_default),
		TEST(node_and_workers_come_from_the_machine),
		TEST(what_the_file_says_replaces_the_default),
		TEST(a_list_may_be_written_as_its_only_item),
		TEST(zero_needs_no_unit),
		TEST(an_unknown_option_is_refused_with_the_nearest_one),
		TEST(an_option_like_no_other_is_refused_without_a_guess),
		TEST(a_number_out_of_range_is_refused_with_the_range),
		TEST(a_number_too_large_to_hold_is_out_of_range),
		TEST(a_duration_without_its_unit_is_refused_with_an_example),
		TEST(a_size_with_a_wrong_unit_is_refused_with_an_example),
		TEST(a_count_that_is_a_word_is_refused),
		TEST(a_number_in_quotes_is_refused),
		TEST(a_list_for_one_value_is_refused),
		TEST(an_option_without_a_value_is_refused),
		TEST(a_word_that_is_no_choice_is_refused_with_the_choices),
		TEST(a_path_that_is_not_full_is_refused),
		TEST(a_name_with_a_slash_is_refused),
		TEST(control_characters_are_refused),
		TEST(too_few_endpoints_are_refused),
		TEST(what_is_no_endpoint_is_refused),
		TEST(an_endpoint_open_to_other_machines_is_refused),
		TEST(an_endpoint_path_longer_than_a_socket_name_is_refused),
		TEST(two_sockets_on_one_endpoint_are_refused),
		TEST(options_that_do_not_go_together_are_refused),
		TEST(a_file_that_is_a_list_is_refused),
		TEST(an_option_given_twice_is_refused),
		TEST(a_file_that_is_not_there_is_told),
		TEST(a_refused_file_leaves_the_config_untouched),
		TEST(what_is_printed_loads_as_the_same),
		TEST(the_defaults_print_with_a_comment_for_each),
		TEST(a_diff_tells_what_needs_a_restart),
		TEST(adopting_takes_only_what_needs_no_restart),
		TEST(the_manual_tells_every_option_and_its_default),
		TEST(the_sample_shows_every_option_at_its_default),
		TEST(the_sample_names_every_option),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
