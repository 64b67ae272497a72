#include "tests/workers/extract/mentioning.h"

#include <errno.h>
#include <ftw.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[64];

static void write_file(const char *name, const char *text)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	return remove(path);
}

static int fresh_folder(void **state)
{
	strcpy(folder, "/tmp/lexicon-test-XXXXXX");
	return mkdtemp(folder) ? mentioning_forget(state) : -1;
}

static int drop_folder(void **state)
{
	return nftw(folder, remove_one, 4, FTW_DEPTH | FTW_PHYS);
}

#define lexicon_test(f) cmocka_unit_test_setup_teardown(f, fresh_folder, drop_folder)

static const char *refusal_of(const char *text)
{
	static struct yaml_error error;
	struct lexicon *l = NULL;

	write_file("names.yaml", text);
	assert_int_equal(lexicon_open(&l, (const char *const[]){ folder, NULL }, &error),
			 -EINVAL);
	return strstr(error.text, "names.yaml");
}

/* The longest match of a class at the start of `text`, in characters; 0 for none. */
static uint32_t matched(const char *names, const char *text, uint32_t class)
{
	NW_CLEANUP(lexicon_closep) struct lexicon *l = NULL;
	struct lexicon_match found[LEXICON_MAX_MATCHES];
	struct text *t = made_of(text);
	struct yaml_error error;
	size_t n;

	write_file("names.yaml", names);
	assert_int_equal(lexicon_open(&l, (const char *const[]){ folder, NULL }, &error),
			 0);
	n = lexicon_find(l, t, 0, t->n_chars, found);
	for (size_t i = 0; i < n; i++)
		if (found[i].entry->class == class)
			return found[i].count;
	return 0;
}

#define ONE_NAME                                                                \
	"class: ORG\nnames: [{name: 云杉数据, also: [Spruce, 云杉], id: " \
	"\"org:spruce\"}]\n"

static void a_name_is_found_by_any_of_its_forms(void **state)
{
	assert_int_equal(matched(ONE_NAME, "云杉数据宣布", MENTION_ORG), 4);
	assert_int_equal(matched(ONE_NAME, "云杉宣布", MENTION_ORG), 2);
	assert_int_equal(matched(ONE_NAME, "雲杉數據宣佈", MENTION_ORG), 4);
	assert_int_equal(matched(ONE_NAME, "ＳＰＲＵＣＥ宣布", MENTION_ORG), 6);
	assert_int_equal(matched(ONE_NAME, "云宣布", MENTION_ORG), 0);
}

static void latin_names_match_whole_words(void **state)
{
	assert_int_equal(matched(ONE_NAME, "Spruced up", MENTION_ORG), 0);
	assert_int_equal(matched(ONE_NAME, "Spruce2", MENTION_ORG), 0);
	assert_int_equal(matched(ONE_NAME, "Spruce's", MENTION_ORG), 6);
	assert_int_equal(matched("class: PRODUCT\nnames: [Bolt 4]\n", "Bolt 4.5",
				 MENTION_PRODUCT),
			 0);
}

static void case_matters_where_it_is_asked_for(void **state)
{
	const char *names =
		"class: ORG\nnames: [{name: 橡树, also: [Oak], case: true}]\n";

	assert_int_equal(matched(names, "Oak said", MENTION_ORG), 3);
	assert_int_equal(matched(names, "oak said", MENTION_ORG), 0);
	assert_int_equal(matched(names, "橡樹宣佈", MENTION_ORG), 2);
}

static void one_name_may_have_several_classes(void **state)
{
	const char *names =
		"names:\n- {name: 青松, class: ORG}\n- {name: 青松, class: PRODUCT}\n"
		"class: PERSON\n";

	assert_int_equal(matched(names, "青松", MENTION_ORG), 2);
	assert_int_equal(matched(names, "青松", MENTION_PRODUCT), 2);
	assert_int_equal(matched(names, "青松", MENTION_PERSON), 0);
}

static void what_is_wrong_is_told_with_its_place(void **state)
{
	assert_non_null(
		strstr(refusal_of("class: ORG\nnames:\n- {name: A, kind: b}\n"), ":3:"));
	assert_non_null(strstr(refusal_of("names:\n- {name: A}\n"), "class"));
	assert_non_null(strstr(refusal_of("class: COMPANY\nnames: []\n"), "COMPANY"));
	assert_non_null(refusal_of("class: ORG\nnames: [{also: [b]}]\n"));
	assert_non_null(refusal_of("class: ORG\nnames: [{name: a, case: maybe}]\n"));
	assert_non_null(refusal_of("class: ORG\nnames: [[a]]\n"));
	assert_non_null(refusal_of("class: ORG\nword: [a]\n"));
}

static void a_missing_folder_is_told(void **state)
{
	struct yaml_error error = { "" };
	struct lexicon *l = NULL;

	assert_true(lexicon_open(&l, (const char *const[]){ "/nonexistent", NULL },
				 &error) < 0);
	assert_non_null(strstr(error.text, "/nonexistent"));
}

static void the_shipped_names_are_known_in_both_scripts(void **state)
{
	given("輝達與台積電合作，黃仁勳說");
	assert_string_equal(mentioned(MENTION_ORG, "輝達")->name, "英伟达");
	assert_string_equal(mentioned(MENTION_ORG, "台積電")->name, "台积电");
	assert_string_equal(mentioned(MENTION_PERSON, "黃仁勳")->name, "黄仁勋");
}

static void exchanges_carry_the_terms_of_the_catalogue(void **state)
{
	given("拟在科创板上市，或赴港交所");
	assert_string_equal(mentioned(MENTION_EXCHANGE, "科创板")->id, "STAR");
	assert_string_equal(mentioned(MENTION_EXCHANGE, "港交所")->id, "HKEX");
}

static void names_within_longer_ones_are_none(void **state)
{
	given("中国平安的董事会");
	assert_int_equal(count_of(MENTION_ORG), 1);
	assert_none(MENTION_PLACE);
	assert_none(MENTION_POST);
}

static void an_entry_is_found_by_its_name(void **state)
{
	const struct lexicon_entry *e =
		lexicon_get(mentioning_lexicon(), MENTION_ORG, "ＮＶＩＤＩＡ");

	assert_non_null(e);
	assert_string_equal(e->id, "Q182477");
	assert_null(lexicon_get(mentioning_lexicon(), MENTION_PLACE, "NVIDIA"));
	assert_null(lexicon_get(mentioning_lexicon(), MENTION_ORG, "NVIDI"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		lexicon_test(a_name_is_found_by_any_of_its_forms),
		lexicon_test(latin_names_match_whole_words),
		lexicon_test(case_matters_where_it_is_asked_for),
		lexicon_test(one_name_may_have_several_classes),
		lexicon_test(what_is_wrong_is_told_with_its_place),
		lexicon_test(a_missing_folder_is_told),
		mention_test(the_shipped_names_are_known_in_both_scripts),
		mention_test(exchanges_carry_the_terms_of_the_catalogue),
		mention_test(names_within_longer_ones_are_none),
		mention_test(an_entry_is_found_by_its_name),
	};

	return cmocka_run_group_tests(tests, mentioning_open, mentioning_close);
}
