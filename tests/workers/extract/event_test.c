#include "tests/workers/extract/extracting.h"

#include <string.h>

/* Texts under the shipped rules: what holds for every event, whatever its kind. */

static int setup(void **state)
{
	int r = extracting_setup(state);

	if (r == 0)
		open_shipped();
	return r;
}

static const char *string_at(const json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	return s ? s : "";
}

/* The n-th event of a type. */
static size_t event_of(const char *type, size_t n)
{
	for (size_t i = 0; i < event_count(); i++)
		if (strcmp(event_at(i)->type, type) == 0 && n-- == 0)
			return i;
	fail_msg("no event of type %s", type);
	return 0;
}

static size_t count_of(const char *type)
{
	size_t n = 0;

	for (size_t i = 0; i < event_count(); i++)
		n += strcmp(event_at(i)->type, type) == 0;
	return n;
}

static void the_same_event_told_twice_is_one(void **state)
{
	extract_titled("青禾科技收购云杉智能", "青禾科技今天宣布以2亿元收购云杉智能。\n\n"
					       "有人说云杉智能被青禾科技收购并不意外。");
	assert_int_equal(count_of("acquisition"), 1);
	assert_string_equal(filler_text(event_of("acquisition", 0), "price", 0), "2亿元");
}

static void two_rounds_of_one_company_stay_two(void **state)
{
	extract("青禾科技完成5000万元A轮融资。去年，青禾科技完成1亿元B轮融资。");
	assert_int_equal(count_of("funding"), 2);
}

static void investors_attach_to_their_round(void **state)
{
	extract("青禾科技完成5000万元A轮融资。本轮由红枫资本领投。");
	assert_int_equal(count_of("funding"), 1);
	assert_string_equal(filler_text(event_of("funding", 0), "lead_investors", 0),
			    "红枫资本");
	assert_string_equal(filler_text(event_of("funding", 0), "investors", 0),
			    "红枫资本");
}

static void a_pronoun_is_the_organisation_it_stands_for(void **state)
{
	extract("青禾科技总部在杭州。该公司完成5000万元A轮融资。");
	assert_string_equal(filler_text(event_of("funding", 0), "company", 0),
			    "青禾科技");
}

static void a_subject_left_out_is_that_of_the_sentence_before(void **state)
{
	extract("青禾科技成立于2016年。获得5000万元A轮融资。");
	assert_string_equal(filler_text(event_of("funding", 0), "company", 0),
			    "青禾科技");
}

static void a_short_form_is_the_name_it_was_defined_for(void **state)
{
	extract("杭州青禾科技有限公司（以下简称“小青禾”）成立。小青禾完成5000万元A轮融资"
		"。");
	assert_string_equal(filler_text(event_of("funding", 0), "company", 0),
			    "杭州青禾科技有限公司");
}

static void we_is_who_signs(void **state)
{
	extract("云上集团否认了传闻。我们完成5000万元A轮融资。\n\n青禾科技有限公司");
	assert_string_equal(filler_text(event_of("funding", 0), "company", 0),
			    "青禾科技有限公司");
}

static void who_stands_behind_a_preposition_does_not_act(void **state)
{
	extract("这家名为青禾科技的公司完成A轮融资，由红枫资本领投，募得3亿元。");
	for (size_t i = 0; i < count_of("funding"); i++)
		assert_string_not_equal(filler_text(event_of("funding", i), "company", 0),
					"红枫资本");
}

static void a_defined_short_form_is_known_wherever_it_stands(void **state)
{
	extract("连锁品牌青禾控股（下称小禾）向港交所递交上市申请。小禾获得5000万元A轮融"
		"资。");
	assert_string_equal(filler_text(event_of("funding", 0), "company", 0),
			    "青禾控股");
}

static void a_plan_is_told_from_what_happened(void **state)
{
	extract("青禾科技拟收购云杉智能51%的股权。");
	assert_string_equal(string_at(event_data(event_of("acquisition", 0)), "modality"),
			    "planned");
}

static void a_rumour_is_told_from_what_happened(void **state)
{
	extract("据知情人士透露，青禾科技收购了云杉智能。");
	assert_string_equal(string_at(event_data(event_of("acquisition", 0)), "modality"),
			    "reported");
}

static void what_is_denied_says_so(void **state)
{
	extract("青禾科技否认收购云杉智能。");
	assert_string_equal(string_at(event_data(event_of("acquisition", 0)), "modality"),
			    "denied");
}

static void nobody_buys_himself(void **state)
{
	extract("青禾科技收购青禾科技。");
	assert_int_equal(count_of("acquisition"), 0);
}

static void both_scripts_give_one_id_and_one_key(void **state)
{
	char id[64], key[64];

	extract("青禾科技收购云杉智能。");
	strcpy(id, event_at(event_of("acquisition", 0))->id);
	strcpy(key, event_at(event_of("acquisition", 0))->key);
	extract("青禾科技收購雲杉智能。");
	assert_string_equal(event_at(event_of("acquisition", 0))->id, id);
	assert_string_equal(event_at(event_of("acquisition", 0))->key, key);
}

static void two_rounds_share_a_key_and_no_id(void **state)
{
	const struct extracted_event *a, *b;

	extract("青禾科技完成5000万元A轮融资。去年，青禾科技完成1亿元B轮融资。");
	a = event_at(event_of("funding", 0));
	b = event_at(event_of("funding", 1));
	assert_string_equal(a->key, b->key);
	assert_string_not_equal(a->id, b->id);
}

static void the_names_of_an_event_are_folded_and_canonical(void **state)
{
	const struct extracted_event *e;
	bool folded = false, canonical = false;

	extract("NVIDIA收购云杉智能。");
	e = event_at(event_of("acquisition", 0));
	for (size_t i = 0; i < e->n_names; i++) {
		folded |= strcmp(e->names[i], "英伟达") == 0;
		canonical |= strcmp(e->names[i], "云杉智能") == 0;
	}
	assert_true(folded && canonical);
	assert_string_equal(e->subject, "英伟达");
}

static void places_are_bytes_of_the_text_as_it_is_published(void **state)
{
	const char *text = "今天，青禾科技收购云杉智能。";
	const json_t *filler;
	size_t start;

	extract(text);
	filler = json_array_get(json_object_get(json_object_get(event_data(0), "args"),
						"target"),
				0);
	start = (size_t)json_integer_value(json_object_get(filler, "start"));
	assert_string_equal(string_at(filler, "in"), "text");
	assert_int_equal(strncmp(text + start, "云杉智能", strlen("云杉智能")), 0);
	assert_int_equal(json_integer_value(json_object_get(filler, "end")) -
				 (json_int_t)start,
			 strlen("云杉智能"));
}

static void places_in_the_title_say_so(void **state)
{
	const json_t *evidence;

	extract_titled("青禾科技收购云杉智能", "详情尚未公布。");
	evidence = json_array_get(json_object_get(event_data(0), "evidence"), 0);
	assert_string_equal(string_at(evidence, "in"), "title");
	assert_string_equal(string_at(evidence, "quote"), "青禾科技收购云杉智能");
}

static void the_data_says_where_it_comes_from(void **state)
{
	const json_t *article, *when;

	extract("青禾科技收购云杉智能。");
	article = json_object_get(event_data(0), "article");
	when = json_object_get(json_object_get(event_data(0), "when"), "published");
	assert_string_equal(string_at(article, "id"), "article-1");
	assert_int_equal(strlen(string_at(article, "text_sha256")), 64);
	assert_string_equal(string_at(when, "value"), "2023-07-20T09:00:00+08:00");
	assert_string_equal(string_at(json_object_get(event_data(0), "made_by"), "rules"),
			    extractor_fingerprint(extractor_under_test()));
}

static void a_date_of_the_clause_is_the_events(void **state)
{
	extract("2023年4月，青禾科技收购云杉智能。");
	assert_string_equal(filler_value(event_of("acquisition", 0), "date", 0),
			    "2023-04");
}

static void no_two_events_share_an_id(void **state)
{
	extract("青禾科技收购云杉智能。青禾科技收购南山集团。青禾科技收购白桦资本。");
	assert_int_equal(count_of("acquisition"), 3);
	for (size_t i = 0; i < event_count(); i++)
		for (size_t k = i + 1; k < event_count(); k++)
			assert_string_not_equal(event_at(i)->id, event_at(k)->id);
}

static void an_empty_text_has_no_events(void **state)
{
	extract("");
	assert_int_equal(event_count(), 0);
}

static void the_explanation_names_the_rule(void **state)
{
	const char *text = "青禾科技收购云杉智能。";
	struct raw_article raw = { .id = "a" };
	struct clean_article doc = { .text = text, .text_len = strlen(text) };
	struct arena *a = NULL;
	struct buf out = { 0 };

	assert_int_equal(arena_open(&a, 64 << 20), 0);
	assert_int_equal(extractor_explain(extractor_under_test(), a, &raw, &doc, &out),
			 0);
	assert_non_null(strstr(buf_str(&out), "rule acquisition.active"));
	buf_clear(&out);
	assert_int_equal(extractor_explain_json(extractor_under_test(), a, &raw, &doc,
						&out),
			 0);
	assert_non_null(strstr(buf_str(&out), "\"rule\":\"acquisition.active\""));
	buf_free(&out);
	arena_close(a);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, extracting_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_same_event_told_twice_is_one),
		TEST(two_rounds_of_one_company_stay_two),
		TEST(investors_attach_to_their_round),
		TEST(a_pronoun_is_the_organisation_it_stands_for),
		TEST(a_subject_left_out_is_that_of_the_sentence_before),
		TEST(a_short_form_is_the_name_it_was_defined_for),
		TEST(we_is_who_signs),
		TEST(who_stands_behind_a_preposition_does_not_act),
		TEST(a_defined_short_form_is_known_wherever_it_stands),
		TEST(a_plan_is_told_from_what_happened),
		TEST(a_rumour_is_told_from_what_happened),
		TEST(what_is_denied_says_so),
		TEST(nobody_buys_himself),
		TEST(both_scripts_give_one_id_and_one_key),
		TEST(two_rounds_share_a_key_and_no_id),
		TEST(the_names_of_an_event_are_folded_and_canonical),
		TEST(places_are_bytes_of_the_text_as_it_is_published),
		TEST(places_in_the_title_say_so),
		TEST(the_data_says_where_it_comes_from),
		TEST(a_date_of_the_clause_is_the_events),
		TEST(no_two_events_share_an_id),
		TEST(an_empty_text_has_no_events),
		TEST(the_explanation_names_the_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
