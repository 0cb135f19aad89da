"""What « nothing lost, nothing twice » stands on, each to be taken out once."""

from tests.mutants.mutant import Mutant

_DELIVERY = "tests/unit/portal/test_delivery.py"
_INTENT = "tests/unit/portal/test_intent.py"
_MEANS = "tests/unit/portal/test_means.py"
_JOURNAL = "tests/unit/pending/test_journal.py"
_ENROLLING = "tests/unit/pending/test_re_enrolment_delivery.py"
_ENROLLED = "tests/unit/pending/test_re_enrolment_acceptance.py"
_TAKEOVER = "tests/unit/portal/test_takeover.py"
_POWER_CUTS = (
    "tests/faults/test_durability.py"
    "::test_whenever_the_power_goes_every_receipt_that_was_shown_is_kept_with_its_documents"
)
_DOCUMENTS = "tests/unit/documents/test_documents.py"

_BEFORE_SENDING = (
    Mutant(
        name="pre-read: the conflict",
        why="a family's old values overwrite what the school has corrected meanwhile",
        file="adapters/proposals.py",
        old="        raise Conflict({change.key: shown[change.key] for change in otherwise})\n",
        new="        pass\n",
        tests=(f"{_DELIVERY}::test_what_the_staff_changed_meanwhile_is_shown_and_not_overwritten",),
    ),
    Mutant(
        name="pre-read: already so",
        why="what is already there is asked for once more",
        file="adapters/proposals.py",
        old=(
            "    if all(took(change, sheet) for change in proposal.changes):\n"
            "        return True\n"
            "    if sheet.shape"
        ),
        new="    if sheet.shape",
        tests=(f"{_DELIVERY}::test_what_is_already_so_is_not_sent",),
    ),
    Mutant(
        name="pre-read: the tab Réinscription",
        why="documents go to a form that is no longer the one that the family saw",
        file="gateway/pending/sending/enrolling.py",
        old="        check(asked.wish(screen), screen)\n",
        new="",
        tests=(f"{_ENROLLING}::test_another_form_stops_it_before_a_document_leaves",),
    ),
    Mutant(
        name="intent before bytes",
        why="a gateway that is killed in mid-sending sends again without looking",
        file="gateway/pending/sending/intent.py",
        old="        await self._note(changes, result)\n",
        new="        del changes, result\n",
        tests=(
            f"{_INTENT}::test_it_is_in_the_store_before_the_write_reaches_the_old_site",
            f"{_INTENT}::test_killed_while_the_old_site_is_at_it_nothing_takes_effect_twice",
        ),
    ),
    Mutant(
        name="a family's order",
        why="a later change goes first, and the earlier one undoes it",
        file="gateway/pending/sending/worker.py",
        old="next((row for row in rows if row.state in UNDER_WAY), None)",
        new="next((row for row in reversed(rows) if row.state in UNDER_WAY), None)",
        tests=(f"{_DELIVERY}::test_a_second_change_waits_while_the_first_is_uncertain",),
    ),
)

_AFTER_A_LOST_ANSWER = (
    Mutant(
        name="same-session read-back: what is kept",
        why="it reads back beside what is still at work, finds nothing, and sends again",
        file="gateway/pending/sending/intent.py",
        old="state=session.state)",
        new="state=means.state)",
        tests=("tests/faults/test_same_session.py",),
    ),
    Mutant(
        name="same-session read-back: the live one first",
        why="where an account has one session, delivery throws the family out of its own",
        file="gateway/pending/sending/old_sessions.py",
        old="            if live is not None:\n",
        new="            if live is not None and row.means is None:\n",
        tests=("tests/faults/test_one_session.py",),
    ),
    Mutant(
        name="at most one resend: a sheet",
        why="a site that swallows what it is sent gets it again and again",
        file="gateway/pending/sending/verification.py",
        old='            changes["resent"] = True\n',
        new='            changes["resent"] = False\n',
        tests=(f"{_DELIVERY}::test_a_request_proved_absent_is_sent_again_once",),
    ),
    Mutant(
        name="at most one resend: a document",
        why="a document that does not show is imported three times",
        file="gateway/pending/sending/enrolling.py",
        old="    again = progress.documents[place].again or bool(result.words)\n",
        new="    again = bool(result.words)\n",
        tests=(
            f"{_ENROLLING}::test_what_was_proved_absent_is_sent_once_more_and_never_a_third_time",
        ),
    ),
    Mutant(
        name="at most one resend: « Valider »",
        why="two requests of one child are on the secretariat's desk",
        file="gateway/pending/sending/enrolling.py",
        old="    if row.resent or result.words or",
        new="    if result.words or",
        tests=(
            f"{_ENROLLING}::test_what_was_proved_absent_is_sent_once_more_and_never_a_third_time",
        ),
    ),
    Mutant(
        name="no resend once the staff may have decided",
        why="what the school has refused meanwhile looks as if it never came, and is asked again",
        file="gateway/pending/sending/sheets.py",
        old="resent=row.resent or bool(result.words) or decided",
        new="resent=row.resent or bool(result.words)",
        tests=("tests/faults/test_decided_meanwhile.py",),
    ),
    Mutant(
        name="no resend after words",
        why="a site that answered, and shows nothing of what waits, is asked twice",
        file="gateway/pending/sending/sheets.py",
        old="resent=row.resent or bool(result.words) or decided",
        new="resent=row.resent or decided",
        tests=(f"{_DELIVERY}::test_what_the_old_site_answered_in_words_is_never_sent_again",),
    ),
)

_THE_WAIT = (
    Mutant(
        name="the wait: after a lost answer",
        why="it looks while the old server is still at it, finds nothing, and sends again",
        file="gateway/pending/sending/delivery.py",
        old="timedelta() if concluded.settled else self._waits.longest_run(row.school)",
        new="timedelta()",
        tests=(f"{_DELIVERY}::test_after_a_lost_answer_it_is_read_back_and_not_sent_again",),
    ),
    Mutant(
        name="the wait: a new value at once",
        why="half of what is being written is told to be validated",
        file="gateway/pending/sending/verification.py",
        old="if known.event is not Event.PUT_IN:",
        new="if known.event not in (Event.PUT_IN, Event.APPLIED):",
        tests=(
            f"{_DELIVERY}::test_a_new_value_without_a_sign_may_be_half_of_what_is_being_written",
        ),
    ),
    Mutant(
        name="the wait: after a fault of ours",
        why="an error here has the old server waited out for less, and it is sent twice",
        file="gateway/pending/sending/worker.py",
        old="max(timedelta(seconds=self._waits.left(row)), _AFTER_A_FAULT)",
        new="_AFTER_A_FAULT",
        tests=(f"{_DELIVERY}::test_a_fault_of_ours_in_that_first_look_cuts_no_wait_short",),
    ),
    Mutant(
        name="the wait: begun anew at a start",
        why="after a restart nobody knows how much of it is over, and it is cut short",
        file="gateway/pending/sending/waits.py",
        old="        if row.state == State.UNKNOWN:\n",
        new="        if row.state == State.REVIEW:\n",
        tests=(
            "tests/unit/portal/test_clock_jumps.py"
            "::test_a_new_start_waits_the_old_server_out_from_its_beginning",
            "tests/unit/pending/test_waits.py::test_what_a_former_run_waited_out_begins_anew",
        ),
    ),
    Mutant(
        name="the wait: on the steady clock",
        why="a wall clock that is set an hour on cuts it short",
        file="gateway/pending/sending/waits.py",
        old="return max(0.0, known.until - self._steady())",
        new="return max(0.0, (row.due_at - self._clock()).total_seconds())",
        tests=(
            "tests/unit/portal/test_clock_jumps.py"
            "::test_the_old_server_is_waited_out_for_as_long_as_before",
        ),
    ),
)

_TAKEN_OVER = (
    Mutant(
        name="takeover: the lease",
        why="a second gateway takes away what the first is at",
        file="gateway/pending/sending/takeover.py",
        old="return self._leases.left(row) if self._may_act(row) else 0.0",
        new="return 0.0",
        tests=(f"{_TAKEOVER}::test_what_another_is_at_is_left_to_it_for_as_long_as_its_lease",),
    ),
    Mutant(
        name="takeover: reads, never resends",
        why="a frozen gateway wakes, and its bytes are the second ones",
        file="gateway/pending/sending/verification.py",
        old=(
            "        if known.absent and not silent:\n"
            "            return await self._look_again(row)\n"
        ),
        new="",
        tests=(f"{_TAKEOVER}::test_what_may_still_be_sent_is_read_and_never_sent_again",),
    ),
    Mutant(
        name="takeover: a stopped process is not gone",
        why="a frozen gateway is taken for a dead one",
        file="gateway/pending/sending/senders.py",
        old="            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)\n",
        new="            pass\n",
        tests=(
            "tests/unit/pending/test_senders.py"
            "::test_a_stopped_process_is_not_gone_and_a_killed_one_is",
        ),
    ),
    Mutant(
        name="takeover: the wait after its sender's end",
        why="the old server is still at what a process sent just before it was killed",
        file="gateway/pending/sending/verification.py",
        old="gone_for is not None and gone_for >= self._longest_run(row)",
        new="gone_for is not None",
        tests=(
            f"{_TAKEOVER}"
            "::test_once_its_sender_has_ended_the_old_server_is_waited_out_and_it_is_sent_again",
        ),
    ),
    Mutant(
        name="takeover: a send lies inside its lease",
        why="bytes leave when another may have taken over, and read, already",
        file="gateway/pending/sending/intent.py",
        old="        if not self._lease.has_room():\n",
        new="        if self._lease is None:\n",
        tests=(f"{_TAKEOVER}::test_one_that_was_only_slow_to_write_its_intent_down_begins_anew",),
    ),
)

_TWO_AT_ONCE = (
    Mutant(
        name="withdrawn only before it leaves",
        why="a family is told that it took back what the school has on its desk",
        file="gateway/pending/people/withdrawal.py",
        old=(
            "            if not may_be_taken_back(row, self._records.result(row)):\n"
            "                raise TooLate\n"
        ),
        new="",
        tests=("tests/unit/pending/test_withdrawal.py::test_once_a_document_has_left_it_goes_on",),
    ),
    Mutant(
        name="the desk: what the clerk saw",
        why="a clerk undoes what a colleague has decided a moment before",
        file="gateway/office/decisions.py",
        old="            if row.fence != fence:\n",
        new="            if row.fence < 0:\n",
        tests=(
            "tests/unit/office/test_decisions.py"
            "::test_of_two_clerks_at_once_one_wins_and_the_other_is_told_who",
        ),
    ),
    Mutant(
        name="the desk: read once more, never resent",
        why="what may have been sent is sent again because somebody wanted it read",
        file="gateway/pending/people/deciding.py",
        old=", attempts=0, resent=True\n",
        new=", attempts=0\n",
        tests=(
            "tests/unit/office/test_review.py"
            "::test_what_nobody_knows_of_is_read_once_more_at_a_clerks_wish_and_never_resent",
        ),
    ),
    Mutant(
        name="sent back: the family's later wish comes first",
        why="what the family has asked anew since is undone by the approval of what was sent back",
        file="gateway/pending/people/deciding.py",
        old="            return not self._asked_later(connection, row)\n        return row.state",
        new="            return True\n        return row.state",
        tests=(
            "tests/unit/office/test_sent_back.py"
            "::test_it_is_not_approved_over_what_the_family_has_asked_since",
        ),
    ),
    Mutant(
        name="review: an older wish undoes no later one",
        why="of two changes of one field, approved in the other order, the older one wins",
        file="gateway/pending/people/deciding.py",
        old="row.state == State.REVIEW and not self._overtaken(connection, row)",
        new="row.state == State.REVIEW",
        tests=(
            "tests/unit/office/test_review.py"
            "::test_an_older_wish_is_not_approved_over_a_later_one_that_has_left",
        ),
    ),
    Mutant(
        name="sent back: the answer ends it",
        why="a re-enrolment and its mended one are both approved, and both are sent",
        file="gateway/pending/accepting/re_enrolment_acceptance.py",
        old="        self._replace(connection, former, row)\n",
        new="",
        tests=(
            "tests/unit/office/test_sent_back.py"
            "::test_a_re_enrolment_comes_back_with_its_documents_and_a_bad_one_is_changed",
        ),
    ),
    Mutant(
        name="the desk: what is kept is asked no more",
        why="what the school has kept with the family on the telephone is overwritten all the same",
        file="gateway/pending/people/resumption.py",
        old="        if each.change.key not in kept\n",
        new="",
        tests=(
            "tests/unit/office/test_field_by_field.py"
            "::test_what_is_chosen_is_sent_alone_and_the_rest_is_kept_and_told",
        ),
    ),
    Mutant(
        name="the desk: what is sent is bound to what was shown",
        why="what has changed again since the clerk looked is overwritten unseen",
        file="gateway/pending/people/resumption.py",
        old="        change=replace(wanted.change, old=shown),\n",
        new="        change=replace(wanted.change, also_seen=(shown, wanted.change.old)),\n",
        tests=(
            "tests/unit/pending/test_resumption.py"
            "::test_what_is_sent_is_compared_with_what_was_shown_and_what_is_there_already_is_not",
        ),
    ),
    Mutant(
        name="the desk: each field is chosen",
        why="what nobody has decided is sent, or kept, by inattention",
        file="gateway/office/decisions.py",
        old="                raise Unchosen(unchosen)\n",
        new="                pass\n",
        tests=(
            "tests/unit/office/test_field_by_field.py"
            "::test_nothing_is_decided_until_each_field_is_and_words_say_why_one_is_kept",
        ),
    ),
    Mutant(
        name="review: held as it is accepted",
        why="what the school wants to look at first is in iMuse before it has",
        file="gateway/pending/accepting/register.py",
        old="            row = advance(connection, row, Event.HELD, now)\n",
        new="            pass\n",
        tests=(
            "tests/unit/office/test_review.py"
            "::test_it_is_held_then_approved_and_sent_once_with_what_was_kept",
        ),
    ),
    Mutant(
        name="review: held again out of a backup",
        why="a backup that is put back sends what the school has never approved",
        file="gateway/pending/journal.py",
        old="                moved = advance(connection, moved, back, at)\n",
        new="                pass\n",
        tests=(
            "tests/unit/office/test_review.py"
            "::test_out_of_a_backup_what_nobody_has_approved_waits_for_that_again",
        ),
    ),
    Mutant(
        name="out of a backup: a document is no leave to go on",
        why="« Valider » is pressed a second time where it was pressed since the copy was made",
        file="gateway/pending/sending/enrolling.py",
        old="        place = progress.under_way if progress.pressed_on is None else None\n",
        new="        place = progress.under_way\n",
        tests=(
            "tests/unit/test_restore.py"
            "::test_a_document_that_is_there_does_not_have_a_re_enrolment_validated_twice",
        ),
    ),
    Mutant(
        name="the tab: what waits for another is no proof",
        why="a re-enrolment that never left becomes « validée » with the family's later one",
        file="gateway/pending/following/enrolled.py",
        old="    if progress.pressed_on is None or another_waits:\n",
        new="    if progress.pressed_on is None:\n",
        tests=(
            "tests/unit/pending/test_re_enrolment_looks.py"
            "::test_what_waits_for_a_later_one_is_no_proof_of_one_that_nobody_knows_of",
        ),
    ),
    Mutant(
        name="the fence: compared",
        why="a worker that was thought dead goes on with what another has taken over",
        file="gateway/store/requests.py",
        old="            request.c.fence == row.fence,\n",
        new="",
        tests=(f"{_JOURNAL}::test_who_claimed_before_can_do_nothing_after_another_has_claimed",),
    ),
    Mutant(
        name="the fence: grows",
        why="a worker that was thought dead goes on with what another has taken over",
        file="gateway/store/requests.py",
        old="fence=row.fence + 1",
        new="fence=row.fence",
        tests=(f"{_JOURNAL}::test_who_claimed_before_can_do_nothing_after_another_has_claimed",),
    ),
    Mutant(
        name="the conditional update: the state",
        why="what was withdrawn meanwhile is sent all the same",
        file="gateway/store/requests.py",
        old="            request.c.state == row.state,\n",
        new="",
        tests=(f"{_JOURNAL}::test_a_move_needs_the_state_as_well_as_the_fence",),
    ),
    Mutant(
        name="the conditional update: its loser",
        why="of two workers both believe that they have it",
        file="gateway/pending/journal.py",
        old="    if moved is None:\n        raise LostRace\n",
        new="    if moved is None:\n        return row\n",
        tests=(f"{_JOURNAL}::test_of_two_workers_one_wins",),
    ),
    Mutant(
        name="the conditional update: the intent's loser",
        why="bytes leave for a request that is somebody else's by now",
        file="gateway/pending/journal.py",
        old="        if noted is None:\n            raise LostRace\n",
        new="        if noted is None:\n            return row\n",
        tests=(
            f"{_JOURNAL}::test_who_claimed_before_can_do_nothing_after_another_has_claimed",
            "tests/unit/pending/test_re_enrolment_deaths.py"
            "::test_two_workers_on_one_request_send_nothing_twice",
        ),
    ),
    Mutant(
        name="one press, one request: a sheet",
        why="a double press asks the school twice",
        file="gateway/pending/accepting/acceptance.py",
        old='"press", asking.school, asking.account, *whose, asking.press, *asked',
        new='"press", __import__("secrets").token_hex(), *whose, *asked',
        tests=("tests/unit/portal/test_families.py::test_a_double_press_is_one_request",),
    ),
    Mutant(
        name="one press, one request: a re-enrolment",
        why="a double press asks the school twice",
        file="gateway/pending/accepting/re_enrolment_acceptance.py",
        old="            asking.press,\n",
        new='            __import__("secrets").token_hex(),\n',
        tests=(
            f"{_ENROLLED}::test_pressed_twice_it_is_one_request",
            f"{_ENROLLED}::test_pressed_fifty_times_at_once_it_is_one_request",
        ),
    ),
    Mutant(
        name="one press, one request: looked for",
        why="the second press ends on an error page",
        file="gateway/pending/people/resolution.py",
        old=(
            "            if same := self._acceptance.pressed(connection, asking, changes):\n"
            "                return same\n"
        ),
        new="",
        tests=("tests/unit/portal/test_families.py::test_a_double_press_is_one_request",),
    ),
)

_DURABLE = (
    Mutant(
        name="sync order: the file",
        why="after a power cut an accepted request's document is empty",
        file="gateway/documents/sealed_files.py",
        old="            os.fsync(self._file.fileno())\n",
        new="",
        tests=(f"{_DOCUMENTS}::test_the_file_is_on_disk_before_its_row_is_committed",),
    ),
    Mutant(
        name="sync order: the folder",
        why="after a power cut an accepted request's document is nowhere",
        file="gateway/documents/sealed_files.py",
        old="            sync_folder(self._path.parent)\n",
        new="",
        tests=(f"{_DOCUMENTS}::test_the_file_is_on_disk_before_its_row_is_committed",),
    ),
    Mutant(
        name="sync order: the store",
        why="after a power cut what was accepted last is not in the store",
        file="gateway/store/store.py",
        old='"PRAGMA synchronous = FULL"',
        new='"PRAGMA synchronous = NORMAL"',
        tests=(
            _POWER_CUTS,
            "tests/unit/test_store.py::test_a_power_cut_loses_nothing_that_was_committed",
        ),
    ),
    Mutant(
        name="sync order: the way to the store",
        why="after a power cut in its first minute the whole folder is gone",
        file="gateway/store/folders.py",
        old="            sync_folder(each.parent)\n",
        new="            pass\n",
        tests=(_POWER_CUTS,),
    ),
    Mutant(
        name="sync order: the receipt after its commit",
        why="a receipt shows for what a power cut then takes away",
        file="gateway/store/writer.py",
        old="await asyncio.get_running_loop().run_in_executor(self._thread, self._commit)",
        new="asyncio.get_running_loop().run_in_executor(self._thread, self._commit)",
        tests=("tests/unit/test_writer.py::test_nothing_returns_before_the_commit_that_holds_it",),
    ),
    Mutant(
        name="sync order: documents with their request",
        why="an accepted request has lost its documents to the sweep",
        file="gateway/pending/accepting/re_enrolment_acceptance.py",
        old="        self._hand_over(connection, asking, row)\n",
        new="",
        tests=(f"{_ENROLLED}::test_row_journal_receipt_and_documents_are_committed_together",),
    ),
)

_ERASED = (
    Mutant(
        name="erasure: means with the last need for them",
        why="a family's password stays in the store for ever",
        file="gateway/pending/journal.py",
        old=(
            "    if state not in HOLDS_MEANS:\n"
            '        values |= {"means": None, "means_until": None}\n'
        ),
        new="",
        tests=(f"{_JOURNAL}::test_means_to_sign_in_go_with_the_last_need_for_them",),
    ),
    Mutant(
        name="erasure: means at their limit of age",
        why="a family's password outlives what the family was told",
        file="gateway/pending/sending/worker.py",
        old="        await self._store.write(lambda c: requests.erase_means(c, until))\n",
        new="",
        tests=(f"{_MEANS}::test_they_are_erased_at_their_limit_of_age",),
    ),
    Mutant(
        name="erasure: means that are refused",
        why="a wrong password is tried until the old site locks the account",
        file="gateway/pending/sending/verification.py",
        old='            changes |= {"means": None, "means_until": None}\n',
        new="            pass\n",
        tests=(
            "tests/faults/test_password_meanwhile.py"
            "::test_on_the_old_site_it_waits_for_the_family_and_then_goes_on_once",
        ),
    ),
    Mutant(
        name="erasure: documents with the end of their request",
        why="a child's papers stay on disk for ever",
        file="gateway/pending/journal.py",
        old="            self._documents.let_go(connection, moved.school, moved.number)\n",
        new="            pass\n",
        tests=(f"{_ENROLLING}::test_documents_go_with_the_end_of_their_request",),
    ),
)

MUTANTS = (
    *_BEFORE_SENDING,
    *_THE_WAIT,
    *_AFTER_A_LOST_ANSWER,
    *_TAKEN_OVER,
    *_TWO_AT_ONCE,
    *_DURABLE,
    *_ERASED,
)
