#!/usr/bin/python3
"""The judge, judged: score.py says what README.md promises."""

import unittest

import score


def gold(modality="asserted", optional_args=(), **args):
    return {"type": "funding", "modality": modality, "args": args,
            "optional_args": list(optional_args)}


def event(modality="asserted", **args):
    return {"type": "funding", "modality": modality, "args": args}


def money(value, currency="CNY"):
    return {"text": "…", "value": value, "currency": currency}


def counted(golds, events):
    tally = score.score_events(golds, events)["funding"]
    return tally.right, tally.extra, tally.missing


BOLT = {"text": "Bolt Labs"}


class Text(unittest.TestCase):
    def test_equal_texts_score_one_whatever_their_blanks(self):
        self.assertEqual(score.text_f1("甲公司 完成融资", "甲公司完成\n\n融资"), 1)

    def test_noise_between_words_costs(self):
        self.assertLess(score.text_f1("甲公司完成融资", "甲公司( e* H8完成融资"), .8)

    def test_nothing_scores_nothing(self):
        self.assertEqual(score.text_f1("甲公司完成融资", ""), 0)


class Fields(unittest.TestCase):
    def test_a_zone_counts_where_the_page_states_one(self):
        self.assertTrue(score.same_time("2024-03-05T09:30:00+08:00", "2024-03-05T01:30:00Z"))
        self.assertFalse(score.same_time("2024-03-05T09:30:00+08:00", "2024-03-05T09:30:00"))

    def test_a_zone_is_free_where_the_page_states_none(self):
        self.assertTrue(score.same_time("2024-03-05T09:30:00", "2024-03-05T09:30:00+08:00"))
        self.assertFalse(score.same_time("2024-03-05T09:30:00", "2024-03-05T09:31:00"))

    def test_a_day_alone_leaves_the_time_free(self):
        self.assertTrue(score.same_time("2024-03-05", "2024-03-05T00:00:00+08:00"))
        self.assertFalse(score.same_time("2024-03-05", "2024-03-06"))

    def test_a_list_means_any_of_these(self):
        self.assertTrue(score.same_field("source", [None, "甲网"], None))
        self.assertFalse(score.same_field("source", [None, "甲网"], "乙网"))


class Fillers(unittest.TestCase):
    def test_width_case_and_punctuation_do_not_matter(self):
        self.assertTrue(score.same_filler(["「Bolt Labs」"], {"text": "ＢＯＬＴ labs"}))

    def test_a_canonical_name_is_as_good_as_the_words(self):
        self.assertTrue(score.same_filler(["英伟达"], {"text": "老黄家", "name": "英伟达"}))

    def test_a_sum_agrees_within_one_per_cent_and_in_currency(self):
        self.assertTrue(score.same_filler(money(1e8), money(1.009e8)))
        self.assertFalse(score.same_filler(money(1e8), money(1.02e8)))
        self.assertFalse(score.same_filler(money(1e8), money(1e8, "USD")))
        self.assertTrue(score.same_filler(money(1e8, None), money(1e8, "USD")))

    def test_a_date_agrees_with_its_own_prefix(self):
        self.assertTrue(score.same_date("2024-03", "2024-03-05"))
        self.assertFalse(score.same_date("2024-03", "2024-04-05"))

    def test_without_a_year_month_and_day_decide(self):
        self.assertTrue(score.same_date("--06", "2024-06-11"))
        self.assertFalse(score.same_date("--06", "2024-07"))
        self.assertFalse(score.same_date("--06", "2024"))


class Events(unittest.TestCase):
    def test_every_filler_counts(self):
        self.assertEqual(counted([gold(company=[["Bolt Labs"]], round=["A"])],
                                 [event(company=[BOLT], round=[{"text": "B轮", "value": "B"}])]),
                         (1, 1, 1))

    def test_a_pair_needs_a_key_role_in_agreement(self):
        self.assertEqual(counted([gold(company=[["Bolt Labs"]], round=["A"])],
                                 [event(company=[{"text": "Acme"}],
                                        round=[{"text": "A轮", "value": "A"}])]),
                         (0, 2, 2))

    def test_pairs_are_chosen_for_the_most_agreement(self):
        two = [gold(company=[["Bolt Labs"]], round=["A"], amount=[money(1e8)]),
               gold(company=[["Bolt Labs"]], round=["B"])]
        told = [event(company=[BOLT], round=[{"text": "B轮", "value": "B"}]),
                event(company=[BOLT], amount=[money(1e8)], round=[{"text": "A轮", "value": "A"}])]
        self.assertEqual(counted(two, told), (5, 0, 0))

    def test_an_optional_role_may_be_left_out_but_not_be_wrong(self):
        asked = [gold(optional_args=["amount"], company=[["Bolt Labs"]], amount=[money(1e8)])]
        self.assertEqual(counted(asked, [event(company=[BOLT])]), (1, 0, 0))
        self.assertEqual(counted(asked, [event(company=[BOLT], amount=[money(2e8)])]), (1, 1, 0))

    def test_an_optional_event_may_be_left_out(self):
        self.assertEqual(counted([{**gold(company=[["Bolt Labs"]]), "optional": True}], []),
                         (0, 0, 0))

    def test_a_date_without_a_value_counts_neither_way(self):
        self.assertEqual(counted([gold(company=[["Bolt Labs"]])],
                                 [event(company=[BOLT], date=[{"text": "昨日"}])]), (1, 0, 0))

    def test_modality_is_counted_apart(self):
        tally = score.score_events([gold("denied", company=[["Bolt Labs"]])],
                                   [event(company=[BOLT])])["funding"]
        self.assertEqual((tally.right, tally.paired, tally.modality), (1, 1, 0))


if __name__ == "__main__":
    unittest.main()
