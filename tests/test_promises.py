"""The promises of the site, each with tests that would go red if it were broken."""

import ast
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent

PROMISES = {
    1: (
        "Nothing public is derived from an email address.",
        "comments/test_conversation.py::test_page_and_headers_hold_nothing_of_the_address",
        "comments/test_feeds.py::test_feed_holds_neither_words_nor_anything_of_the_address",
        "comments/test_post_comment.py::test_answer_never_tells_whether_an_address_is_known",
        "comments/test_moderation.py::test_known_and_unknown_address_cost_the_same_statements",
        "comments/test_oracle.py::test_promise_1_a_comment_is_answered_alike",
        "comments/test_oracle.py::test_promise_1_my_address_is_answered_alike",
        "comments/test_receipt.py::test_receipt_holds_no_address",
        "comments/test_replies.py::test_address_of_the_account_is_nowhere",
        "start/test_main_job.py::test_address_appears_nowhere",
    ),
    2: (
        "Pages for readers are identical for everybody.",
        "config/test_middleware.py::test_public_page_sets_no_cookie_and_depends_on_none",
        "config/test_middleware.py::test_signed_in_staff_see_the_same_page",
        "config/test_middleware.py::test_admin_cookies_stay_under_admin",
        "config/test_statements.py::test_no_cookie_and_nothing_from_anybody_else",
        "config/test_statements.py::test_nothing_is_stored_on_the_device",
        "comments/test_conversation.py::test_form_is_the_same_for_everybody",
        "comments/test_report_views.py::test_page_is_the_same_for_everybody",
        "browser/test_places.py::test_place_is_private_and_open_to_everybody",
        "guide/test_pictures.py::test_picture_from_elsewhere_is_a_link",
        "guide/test_media_views.py::test_it_may_be_kept_for_good",
        "guide/test_search_views.py::test_page_is_for_no_search_engine_and_sets_no_cookie",
        "guide/test_safety.py::test_panel_of_a_page_is_the_same_everywhere",
        "start/test_main_job.py::test_no_public_answer_sets_a_cookie",
    ),
    3: (
        "GET never changes anything.",
        "comments/test_withdraw.py::test_reading_the_address_erases_nothing",
        "comments/test_manage.py::test_reading_changes_nothing",
        "comments/test_receipt.py::test_reading_changes_nothing",
        "comments/test_mail_off.py::test_looking_changes_nothing_and_shows_a_button",
        "comments/test_report_views.py::test_reading_it_changes_nothing",
        "comments/test_admin.py::test_reading_decides_and_reveals_nothing",
        "comments/test_admin_step.py::test_looking_marks_nothing",
        "comments/test_mail_views.py::test_looking_ends_nothing_and_twice_is_as_good",
        "comments/test_scanner.py::test_promise_3_opening_every_mailed_link_twice_changes_nothing",
        "config/people/test_password_reset.py::test_opening_the_link_changes_nothing_and_sets_no_cookie",
        "guide/test_search_views.py::test_search_is_only_read",
    ),
    4: (
        "What somebody typed is never lost.",
        "comments/test_post_comment.py::test_mistake_brings_everything_back",
        "comments/test_post_comment.py::test_duplicate_is_409",
        "comments/test_post_comment.py::test_too_fast_is_429_with_a_time_to_wait",
        "comments/test_post_comment.py::test_closed_post_is_403",
        "comments/test_post_comment.py::test_paused_is_403_with_the_owners_sentence",
        "comments/test_post_comment.py::test_other_site_is_403",
        "comments/test_post_comment.py::test_stale_stamp_costs_no_word",
        "comments/test_post_comment.py::test_database_away_keeps_the_words",
        "comments/test_report_views.py::test_database_away_keeps_the_words",
        "browser/test_reader.py::test_words_are_still_there_after_going_back",
    ),
    5: (
        "Held until a person approves, and every hold says why.",
        "comments/test_moderation.py::test_comment_waits_for_a_person",
        "comments/test_conversation.py::test_only_approved_comments_show",
        "comments/test_feeds.py::test_only_approved_comments_are_in_it",
        "comments/test_steps.py::test_only_approved_steps_show",
        "comments/test_findable.py::test_what_waits_is_not_in_the_index",
        "comments/test_admin.py::test_list_says_why_each_is_held",
        "comments/test_queue.py::test_card_shows_what_a_decision_needs",
    ),
    6: (
        "Typing an address proves nothing; a link on a screen reaches one comment.",
        "comments/test_screening_of_submits.py::test_typing_a_known_address_earns_nothing",
        "comments/test_screening_of_submits.py::test_proved_comment_of_a_known_writer_is_shown_at_once",
        "comments/test_tokens.py::test_no_token_does_anothers_job",
        "comments/test_tokens.py::test_manage_link_reaches_its_page_and_its_button",
        "comments/test_manage.py::test_other_tokens_are_no_authority",
        "comments/test_moderation.py::test_resend_compares_no_address",
    ),
    7: (
        "An acknowledged comment is stored exactly once.",
        "comments/test_races.py::test_double_click_stores_one",
        "comments/test_moderation.py::test_resend_ends_at_the_first",
        "browser/test_reader.py::test_double_click_stores_one_comment",
        "browser/test_reader.py::test_sending_again_when_no_answer_came_stores_one_comment",
        "start/test_run.py::test_acknowledged_comments_outlive_kill_9",
    ),
    8: (
        "Erase means the words too.",
        "comments/test_moderation.py::test_withdraw_leaves_no_word",
        "comments/test_moderation.py::test_withdraw_empties_what_decisions_said",
        "comments/test_redaction.py::test_erasing_erases_the_originals",
        "comments/test_replies.py::test_erased_comment_with_replies_keeps_an_empty_place",
        "comments/test_retention.py::test_erased_words_are_in_no_file_of_the_database",
        "comments/test_steps.py::test_erasing_takes_the_mark_along",
        "comments/test_my_address.py::test_erasing_takes_the_next_link_that_is_on_its_way",
        "comments/test_feeds.py::test_what_was_erased_leaves_it",
        "comments/test_findable.py::test_words_leave_the_index_with_the_comment",
        "comments/test_findable.py::test_words_that_are_taken_out_leave_it",
        "comments/test_findable.py::test_clock_leaves_nothing_of_erased_words",
        "start/test_main_job.py::test_removed_words_are_in_no_row",
    ),
    9: (
        "Mail is asked for and discreet.",
        "comments/test_notifications.py::test_who_chose_nothing_gets_nothing",
        "comments/test_subscriptions.py::test_promise_9_a_comment_with_no_box_ticked_sends_no_mail_ever",
        "comments/test_reader_letters.py::test_none_quotes_anything_or_names_a_topic",
        "comments/test_notifications.py::test_mail_tells_a_number_and_a_link_and_no_word",
        "comments/test_letters.py::test_it_is_plain_text_from_a_machine",
        "comments/test_mail_off.py::test_mail_names_the_address_for_one_click",
        "comments/test_mail_off.py::test_one_click_of_a_mail_program_turns_it_off",
    ),
    10: (
        "Works without JavaScript, and nothing is inline.",
        "config/test_middleware.py::test_policy_allows_nothing_inline_and_nothing_from_elsewhere",
        "config/test_statements.py::test_pages_work_without_script_and_hold_none",
        "browser/test_safety.py::test_without_script_both_are_links_and_help_is_the_last_section",
        "browser/test_reader.py::test_reader_without_script_comes_to_the_form",
        "browser/test_reader.py::test_corrected_comment_arrives",
        "browser/test_reader.py::test_writer_removes_it_from_the_receipt",
        "browser/test_reader.py::test_reader_without_script_tells_a_moderator",
        "browser/test_step_card.py::test_card_without_script_is_written_printed_and_forgotten",
    ),
    11: (
        "Help is never far.",
        "guide/test_views.py::test_way_out_and_help_are_on_every_page",
        "guide/test_safety.py::test_database_away_leaves_the_way_out_and_the_numbers",
        "guide/test_safety.py::test_panel_begins_with_the_emergency_numbers",
        "browser/test_safety.py::test_way_out_blanks_the_page_at_once_and_takes_its_place",
        "browser/test_safety.py::test_second_tab_comes_to_the_way_out",
        "browser/test_safety.py::test_open_help_fits_holds_the_focus_and_has_the_way_out",
        "browser/test_safety.py::test_help_opens_in_the_page_and_leaves_nothing_behind",
        "guide/test_views.py::test_help_is_there_before_its_page_is",
        "config/test_middleware.py::test_refused_post_has_help_and_the_way_out",
        "comments/test_receipt.py::test_every_receipt_has_the_same_help_line",
    ),
}


@cache
def names_in(path: str) -> set[str]:
    tree = ast.parse((HERE / path).read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("number", PROMISES)
def test_promise_has_tests_that_are_there(number: int) -> None:
    _promise, *named = PROMISES[number]
    assert named
    for each in named:
        path, name = each.split("::")
        assert name in names_in(path), each
