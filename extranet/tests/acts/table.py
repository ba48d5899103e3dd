"""What each act leaves in the journal: the one table of it, by the scene that shows it."""

SCENES: dict[str, dict[str, str]] = {
    "sign_in_and_out": {
        "POST /account/sessions/end-others": "session:end",
        "POST /account/sessions/{session_id}/end": "session:end",
        "POST /language": "person:choose_language",
        "POST /sign-in": "access:wait session:open session:refuse",
        "POST /sign-out": "session:end",
    },
    "change_password_and_address": {
        "POST /account/email": "email:ask",
        "POST /account/email/give-up": "email:give_up",
        "POST /account/password": "access:wait account:view password:change password:refuse",
        "POST /email-changes/{token}": "access:dead_link email:change",
        "POST /forgotten-password": "password:ask",
        "POST /forgotten-password/{token}": "access:dead_link password:set",
        "POST /invitations/{token}": "access:dead_link",
        "POST /sign-in": "session:open",
        "job send_email_link": "email:send message:queue",
        "job send_message": "message:send",
        "job send_password_link": "message:queue password:send",
        "job tell_email_changed": "message:queue",
        "job tell_password_changed": "message:queue",
    },
    "set_up_second_factors": {
        "POST /account/authenticator": "authenticator:begin",
        "POST /account/authenticator/code": "authenticator:add recovery:make",
        "POST /account/authenticator/remove": "authenticator:remove",
        "POST /account/passkeys": "passkey:add",
        "POST /account/passkeys/{passkey_id}/remove": "passkey:remove",
        "POST /account/recovery-codes": "recovery:make",
        "POST /sign-in": "session:open",
        "POST /sign-in/passkey": "session:open",
        "job send_message": "message:send",
        "job tell_authenticator_added": "message:queue",
        "job tell_authenticator_removed": "message:queue",
        "job tell_codes_made": "message:queue",
        "job tell_passkey_added": "message:queue",
        "job tell_passkey_removed": "message:queue",
    },
    "give_second_factors": {
        "POST /sign-in": "session:begin",
        "POST /sign-in/passkey": "access:wait passkey:refuse",
        "POST /sign-in/second-factor": (
            "access:wait recovery:use session:end session:open session:refuse_second"
        ),
        "job send_message": "message:send",
        "job tell_code_used": "message:queue",
        "job tell_factor_guessed": "message:queue",
    },
    "oversee_people": {
        "POST /outbox": "tablet:refuse",
        "POST /people/{person_id}/agency": "person:move",
        "POST /people/{person_id}/referent": "following:begin following:end",
        "POST /people/{person_id}/reinstate": "person:reinstate",
        "POST /people/{person_id}/role": "role:give",
        "POST /people/{person_id}/second-factor/reset": "second_factor:reset",
        "POST /people/{person_id}/sessions/end": "person:end_sessions",
        "POST /people/{person_id}/suspend": "person:suspend",
        "POST /people/{person_id}/tablets/{tablet_id}/revoke": "tablet:revoke",
        "POST /tablets": "tablet:register",
        "POST /tablets/{tablet_id}/wiped": "tablet:wipe",
        "job send_message": "message:send",
        "job tell_factor_reset": "message:queue",
    },
    "look_in_a_name": {
        "POST /account/password": "access:refuse",
        "POST /impersonation/end": "impersonation:end",
        "POST /language": "access:refuse",
        "POST /people/{person_id}/impersonate": "impersonation:begin",
        "POST /tablets": "access:refuse",
    },
    "ask_beyond_one_s_role": {
        "POST /people/invite": "access:await_factor access:refuse",
        "POST /people/{person_id}/contract/new": "access:refuse seller:view",
        "POST /people/{person_id}/departure": "access:refuse departure:view",
        "POST /people/{person_id}/suspend": "access:refuse",
    },
    "organise": {
        "POST /agencies/{agency_id}/close": "agency:close",
        "POST /agencies/{agency_id}/move": "agency:move",
        "POST /agencies/{agency_id}/open": "agency:open",
        "POST /agencies/{agency_id}/rename": "agency:rename",
    },
    "invite": {
        "POST /invitations/{token}": "invitation:accept session:open",
        "POST /people/invitations/file": "invitation:hand_in",
        "POST /people/invitations/lists/{list_id}/send": "invitation:make invitation:send_list",
        "POST /people/invitations/{invitation_id}/resend": "invitation:resend",
        "POST /people/invitations/{invitation_id}/withdraw": "invitation:withdraw",
        "POST /people/invite": "access:wait invitation:make",
        "job send_invitation": "invitation:send message:queue",
        "job send_message": "message:send",
    },
    "keep_sellers": {
        "POST /people/{person_id}/contract/new": "seller:contract",
        "POST /people/{person_id}/contract/papers": "seller:keep_paper",
        "POST /people/{person_id}/contract/papers/{paper_id}/remove": "seller:remove_paper",
        "every watch_seller_contracts": "message:queue person:stop seller:warn",
        "job send_message": "message:send",
    },
    "let_go": {
        "POST /people/{person_id}/departure": "departure:decide departure:view person:leave",
        "POST /people/{person_id}/departure/cancel": "departure:take_back",
        "POST /people/{person_id}/departure/sales": "departure:hand_over departure:view",
        "POST /people/{person_id}/return": "departure:view person:return seller:contract",
        "every carry_out_departures": "person:leave",
    },
    "send_steps": {
        "POST /outbox": "outbox:refuse sale:open sale:ready sale:refuse_step sale:step",
        "POST /sales/{sale_id}/close": "sale:drop",
        "POST /tablets": "tablet:register",
        "job hand_over_information": "document:keep information:hand_over link:make message:queue",
        "job send_message": "message:send",
    },
    "send_photos": {
        "PUT /attachments/{sha256}": "photo:keep photo:refuse",
        "every forget_photos": "photo:forget",
    },
    "sign_at_the_door": {
        "POST /sales/{sale_id}/code": (
            "code:ask code:refuse contract:open document:keep link:make message:queue sale:sign "
            "signature:confirm"
        ),
        "POST /sales/{sale_id}/code/new": "code:send message:queue",
        "POST /sales/{sale_id}/signature": (
            "code:send document:keep message:queue signature:draw signature:open signature:refuse "
            "signature:repeat"
        ),
        "job send_message": "message:send",
    },
    "sign_on_the_phone": {
        "POST /s/{token}": (
            "access:dead_link code:send document:keep message:queue signature:draw signature:open "
            "signature:refuse"
        ),
        "POST /s/{token}/code": (
            "code:ask code:refuse contract:open document:keep link:make message:queue sale:sign "
            "signature:confirm"
        ),
        "POST /s/{token}/code/new": "code:send message:queue",
        "POST /s/{token}/read/{kind}": "signing_link:read",
        "POST /sales/{sale_id}/signing-link": "message:queue signing_link:renew",
        "job hand_over_information": "document:keep information:hand_over link:make message:queue",
        "job send_message": "message:send",
        "job send_signing_link": "message:queue signing_link:send",
    },
    "rescue": {
        "POST /rescue-files": "outbox:import outbox:refuse_file sale:open sale:step",
    },
    "keep_refusals": {
        "POST /refused-addresses": "refusal:add",
        "POST /refused-addresses/{address_id}/remove": "refusal:remove",
        "every forget_refusals": "refusal:lapse",
    },
    "follow": {
        "POST /people/{person_id}/departure": (
            "departure:decide departure:view person:leave sale:pass_on"
        ),
        "job send_message": "message:send",
        "job tell_referent": "followed:tell message:queue",
        "job tell_sales_passed_on": "message:queue",
    },
    "check_contracts": {
        "POST /contracts/{contract_id}/iban-reveals": "contract:reveal_iban contract:view",
        "POST /contracts/{contract_id}/rejections": "contract:reject",
        "POST /contracts/{contract_id}/validations": "contract:validate",
    },
    "give_pictures": {
        "POST /catalogue/{product_id}/picture": "catalogue:keep_picture",
        "POST /catalogue/{product_id}/picture/remove": "catalogue:remove_picture",
    },
    "answer_requests": {
        "POST /privacy/new": "privacy:take",
        "POST /privacy/requests/{request_id}/answer": "privacy:answer",
        "POST /privacy/requests/{request_id}/copy": "privacy:export",
        "POST /privacy/requests/{request_id}/erasure": "privacy:erase privacy:view",
        "POST /privacy/requests/{request_id}/holds": "hold:set",
        "POST /privacy/requests/{request_id}/holds/lift": "hold:lift",
        "POST /privacy/requests/{request_id}/identity": "privacy:identify privacy:view",
        "job erase_person": "privacy:answer privacy:erased sale:erase",
        "job send_message": "message:send",
    },
    "keep_house": {
        "every forget_sign_in_failures": "retention:forget",
        "every journal_retention": "journal:drop",
        "every keep_no_longer": "retention:run",
    },
}
"""For each scene, what is done in it and every act the journal has of it afterwards."""

_LED_TO = "the list it leads to journals the view, and that a name was looked for"
NOTHING: dict[str, str] = {
    "POST /addresses": "completes an address as it is typed; the step that holds it is journalled",
    "POST /contracts/search": _LED_TO,
    "POST /people/search": _LED_TO,
    "every journal_months": "makes room for entries to come: an entry of it would follow for ever",
    "every seal_journal": "seals entries: an entry of it would be one more to seal, for ever",
    "every tell_referents": "has each mail written by a job of its own, which journals it",
    "job forget_seller_paper": "takes the file along of a paper whose removal is journalled",
}
"""What leaves no entry, with why."""
