#!/usr/bin/python3
"""Checks that a test is found by the name of its source, and a source by that of its test: mirror.py [ROOT]

tests/F/x_test.cpp tests F/x.cpp or F/x.hpp. Tests of several sources together stand in one of the FREE folders, named by
behaviour. A source has its test, or stands in HELD.
"""

import fnmatch
import pathlib
import sys

SOURCES = ("protocol", "server", "client")
# Folders of tests that mirror nothing.
FREE = ("scenarios", "e2e", "chaos", "sim", "fuzz", "oracle", "certs", "bench", "lint", "mutants", "pictures", "support")
# Tests that belong to no source of their own: they replay tests/vectors, or test a tool of the tests.
OF_A_ROOM = (
    "tests/protocol/session/vectors_test.cpp",
    "tests/protocol/hours_chain/vectors_test.cpp",
    "tests/protocol/crypto/remembered_test.cpp",
)
# Sources without a test of their own ({a,b}: each of these), and the test that holds them first, or why there is nothing
# to hold.
HELD = [
    ("protocol/base/kill_point", "tests/chaos/points_test.cpp"),
    ("protocol/crypto/{init,random}", "calls libsodium, and decides nothing"),
    ("protocol/crypto/{sha256_openssl,sha256_sodium}", "tests/protocol/crypto/hash_test.cpp"),
    ("protocol/identity/{known_names,names,receipt}", "tests/protocol/identity/invitation_test.cpp"),
    ("protocol/measure/shipped_hashes", "tests/client/measures/shipped_test.cpp"),
    ("protocol/session/chain", "tests/protocol/session/ratchet_test.cpp"),
    ("protocol/wire/payload", "tests/protocol/session/payload_check_test.cpp"),
    ("protocol/hours/zone/{zone_rule,zone_search,zone_source,zone_spans}", "tests/protocol/hours/zone/zone_test.cpp"),
    ("protocol/hours/notation/{cursor,hints,lexer,parts_*,rule_list,rules,vocabulary}",
     "tests/protocol/hours/notation/grammar_test.cpp"),
    ("protocol/hours/calendar/{date_match,day_plan}", "tests/protocol/hours/calendar/calendar_test.cpp"),
    ("protocol/hours/schedule/{checked,days_off,schedule_builder,schedule_data,timeline,tracer}",
     "tests/protocol/hours/schedule/schedule_test.cpp"),
    ("protocol/ical/{calendar_text,draft,entries,item,lines,notes,series,windows_zones,zone_clock}",
     "tests/scenarios/calendars/calendars_test.cpp"),
    ("protocol/link/*", "tests/protocol/link/link_test.cpp"),
    ("protocol/usage/{bash,command,fish,manual,zsh}", "tests/protocol/usage/describe_test.cpp"),
    ("server/main_*", "main functions"),
    ("server/core/{connections,dispatch,request_budget,step}", "tests/scenarios/limits_test.cpp"),
    ("server/core/schedule_cache", "tests/server/core/decision_test.cpp"),
    ("server/core/login_token", "tests/server/core/handlers/login_test.cpp"),
    ("server/core/handlers/notices", "tests/server/core/gate_test.cpp"),
    ("server/core/handlers/{admin,names}", "tests/scenarios/limits_test.cpp"),
    ("server/core/store/{accounts,conversations,endings,holidays,hours,invitations,names,notices,outages,prekeys,receipts}",
     "tests/server/core/relay_test.cpp"),
    ("server/core/store/{relay_row,relay_store,schema}", "tests/scenarios/relay_disk_test.cpp"),
    ("server/shell/*", "tests/server/shell/daemon_test.cpp"),
    ("server/shell/ctl/*", "tests/server/shell/ctl/ctl_test.cpp"),
    ("server/outside/outside", "tests/deploy/outside_test.py"),
    ("client/main", "main function"),
    ("client/audit/{order,report,schedules}", "tests/client/audit/audit_test.cpp"),
    ("client/explain/{steps_json,steps_lines}", "tests/client/explain/steps_test.cpp"),
    ("client/core/{client,history,state,views}", "tests/scenarios/conversation_test.cpp"),
    ("client/core/history_pages", "tests/client/core/history_table_test.cpp"),
    ("client/core/account/{accept_handshake,devices,invitations,kept_names,login,people}",
     "tests/scenarios/wrong_keys_test.cpp"),
    ("client/core/hours/{change,commands,early_release,planner,sync}",
     "tests/client/core/hours/plan_test.cpp"),
    ("client/core/messages/fill_in", "tests/client/core/measures/measures_test.cpp"),
    ("client/core/messages/agree", "tests/client/core/agreement/agreements_test.cpp"),
    ("client/core/messages/marking", "tests/client/core/marks/marks_test.cpp"),
    ("client/core/messages/coping_plan", "tests/client/core/plan/plans_test.cpp"),
    ("client/core/messages/experimenting", "tests/client/core/experiment/experiments_test.cpp"),
    ("client/core/messages/pulse", "tests/client/core/pulse/pulses_test.cpp"),
    ("client/core/messages/{give_back,rhythm}", "tests/client/core/rhythm/rhythms_test.cpp"),
    ("client/core/given_back", "tests/client/core/plan/plans_test.cpp"),
    ("client/core/rhythm/due_check_ins", "tests/client/core/rhythm/rhythms_test.cpp"),
    ("client/core/messages/{apply_content,blank,compose,housekeeping,inbox,outbox,receipt_check,relay_statements,"
     "submit_results}", "tests/scenarios/lost_answers_test.cpp"),
    ("client/core/reading/{attendance,promise_check,promise_moved}",
     "tests/client/core/reading/missed_windows_test.cpp"),
    ("client/core/account/moves", "tests/scenarios/moved_relay_test.cpp"),
    ("client/core/vault/{vault_root,sealed_records}", "tests/client/core/vault/vault_test.cpp"),
    ("client/store/{sqlite_records,vault_file}", "tests/client/core/vault/vault_test.cpp"),
    ("client/ui/*", "tests/client/ui/view_test.cpp"),
    ("client/ui/first_run/first_run_words", "tests/client/ui/first_run/first_run_test.cpp"),
    ("client/ui/hours/{hours_answers,plan_view,weeks_view}", "tests/client/ui/hours/hours_interview_test.cpp"),
    ("client/ui/input/question_words", "tests/client/ui/plan/plan_questions_test.cpp"),
    ("client/ui/input/{check_in_questions,chat_help,chat_lines,keys,prompt_area,recall}", "tests/client/ui/input/chat_input_test.cpp"),
    ("client/ui/screen/{chat_picture,heading,history_source,panel,people_list,row,search}",
     "tests/client/ui/screen/chat_screen_test.cpp"),
    ("client/ui/orders/{params,request}", "tests/client/ui/orders/orders_test.cpp"),
    ("client/ui/json/*", "tests/client/ui/view_test.cpp"),
    ("client/shell/*", "tests/e2e/main_job_test.cpp"),
    ("client/shell/chat/*", "tests/e2e/chat_test.cpp"),
    ("client/shell/commands/*", "tests/e2e/people_test.cpp"),
    ("client/shell/first_run/*", "tests/e2e/first_run_test.cpp"),
    ("client/shell/page/*", "tests/e2e/first_run_test.cpp"),
    ("client/shell/join/*", "tests/e2e/joined_test.cpp"),
    ("client/shell/hours/*", "tests/e2e/calendars_test.cpp"),
    ("client/shell/terminal/{curses_screen,full_screen}", "tests/e2e/full_screen_test.cpp"),
    ("client/shell/terminal/*", "tests/e2e/asking_test.cpp"),
]


def fits(member, pattern):
    """a/{b,c*}: a/b, and what begins with a/c in the same folder."""
    folder, _, name = member.rpartition("/")
    where, _, names = pattern.rpartition("/")
    return folder == where and any(fnmatch.fnmatchcase(name, one) for one in names.strip("{}").split(","))


def misplaced(root):
    for test in sorted((root / "tests").rglob("*_test.cpp")):
        path = test.relative_to(root).as_posix()
        member = path.removeprefix("tests/").removesuffix("_test.cpp")
        if member.split("/")[0] in FREE or path in OF_A_ROOM:
            continue
        if not any((root / member).with_suffix(end).is_file() for end in (".cpp", ".hpp")):
            yield f"{path}: there is no {member}.cpp; a test of several sources stands in tests/scenarios"


def unheld(root, held):
    unused = {pattern for pattern, _ in held}
    for folder in SOURCES:
        for source in sorted((root / folder).rglob("*.cpp")):
            member = source.relative_to(root).with_suffix("").as_posix()
            if (root / "tests" / f"{member}_test.cpp").is_file():
                continue
            found = [pattern for pattern, _ in held if fits(member, pattern)]
            if not found:
                yield f"{member}.cpp: there is no tests/{member}_test.cpp, and HELD names no test that holds it"
            unused.difference_update(found)
    for pattern in sorted(unused):
        yield f"HELD: every source of {pattern} has its test by now, or is gone"
    for pattern, where in held:
        if where.startswith("tests/") and not (root / where).is_file():
            yield f"HELD: {pattern} is held by {where}, which is not there"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
    found = [*misplaced(root), *unheld(root, HELD)]
    print("\n".join(found) or "Every test stands by the name of what it tests.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
