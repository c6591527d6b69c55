"""The words of readiness for what the bot itself needs, for Slack and for a terminal; it builds no block."""

from __future__ import annotations

from models.checks import What

#: What was found, then what to do about it; nothing is to be done where it is as it should be.
OF_BOT: dict[What, tuple[str, str]] = {
    What.SETTINGS_RIGHT: ("The settings can be read.", ""),
    What.SETTING_WRONG: (
        "{fault}",
        "Mend it in the environment or in `.env`; `.env.example` says what each is.",
    ),
    What.SLACK_ANSWERS: ("Slack takes the bot token: {bot} in {team}.", ""),
    What.TOKEN_REFUSED: (
        "Slack does not accept SLACK_BOT_TOKEN ({code}).",
        "Install the app to the workspace, and copy the Bot User OAuth Token anew from api.slack.com/apps → OAuth & "
        "Permissions.",
    ),
    What.SLACK_SILENT: (
        "Slack cannot be reached at {address}: {fault}.",
        "Look at this machine's network, its proxy, and SLACK_API_URL.",
    ),
    What.SCOPES_GRANTED: ("All {count} scopes are granted.", ""),
    What.SCOPE_MISSING: (
        "The scope {scope} is missing: {loss}.",
        "Add it at api.slack.com/apps → OAuth & Permissions (or take `manifest.yml` over), and install the app again.",
    ),
    What.CHANNELS_OPEN: ("The bot is in all {count} channels that the policy names.", ""),
    What.CHANNEL_UNSEEN: (
        "The bot sees no channel {channel}{meant}; {policy} names it for {roles}.",
        "Create it, or if it is private, type `/invite @{bot}` in it.",
    ),
    What.CHANNEL_ARCHIVED: (
        "{channel} is archived; {policy} names it for {roles}.",
        "Unarchive it and type `/invite @{bot}` in it, or name another channel in the policy.",
    ),
    What.CHANNEL_NOT_IN: (
        "The bot is not in {channel}; {policy} names it for {roles}.",
        "Type `/invite @{bot}` in it.",
    ),
    What.SOCKET_OPEN: ("Slack takes the app token, for Socket Mode.", ""),
    What.APP_TOKEN_REFUSED: (
        "Slack does not accept SLACK_APP_TOKEN ({code}), so the bot cannot connect.",
        "Create an app-level token with connections:write at api.slack.com/apps → Basic Information.",
    ),
    What.HTTP_LISTENS: ("The bot answers at {address}, for signed HTTP.{proof}", ""),
    What.HTTP_SILENT: (
        "Nothing answers at {address}, where Slack's requests would arrive.",
        "Start the bot by `python app.py run`, or end the program that has its port.",
    ),
    What.HTTP_REFUSES_SECRET: (
        "The bot has refused {count} of the requests that came to {address} since its start; the newest was not "
        "signed with SLACK_SIGNING_SECRET.",
        "If Slack says dispatch_failed, copy the Signing Secret anew from api.slack.com/apps → Basic Information → App "
        "Credentials; if commands are answered, a stranger sent it.",
    ),
    What.HTTP_REFUSES_TIME: (
        "The bot has refused {count} of the requests that came to {address} since its start; the newest was signed "
        "more than five minutes from this machine's time.",
        "If Slack says dispatch_failed, let the machine keep its time by NTP; if commands are answered, somebody sent "
        "an old request again.",
    ),
    What.CLOCK_RIGHT: ("This machine's clock agrees with Slack's.", ""),
    What.CLOCK_OFF: (
        "This machine's clock is {off} {way} Slack's, so deadlines and signatures are judged wrongly.",
        "Let the machine keep its time by NTP.",
    ),
    What.POLICY_IN_FORCE: ("Version {version} is in force, and {file} says the same.", ""),
    What.POLICY_UNREADABLE: (
        "The policy file cannot be used: {fault}",
        "Mend it; `python app.py policy check` names all that is wrong with it.",
    ),
    What.POLICY_DIFFERS: (
        "{file} does not say what is on record: {keys}. The next `python app.py run` will be refused.",
        "Choose: `python app.py policy adopt file` or `python app.py policy adopt record`.",
    ),
    What.POLICY_UNRECORDED: ("{file} is in order; the first start puts it on record.", "Start the bot."),
    What.SAMPLE_CHANGED: (
        "This demo goes by what was changed in Slack, after its next start too; {file} still says otherwise: {keys}.",
        "",
    ),
    What.SAMPLE_RENEWED: (
        "{file} was changed since this demo began: {keys}. Its next start takes that up by itself.",
        "",
    ),
    What.DATABASE_READY: ("The database is at migration {head}, can be written, and is sound.", ""),
    What.DATABASE_EMPTY: (
        "Nothing has been recorded yet in {url}.",
        "Start the bot, or run `python app.py migrate`: either makes it.",
    ),
    What.DATABASE_OLDER: (
        "The database is at migration {found}, and this program needs {head}.",
        "Keep a copy of it and run `python app.py migrate`; the bot's start does it too.",
    ),
    What.DATABASE_NEWER: (
        "The database is at migration {found}, newer than this program's {head}.",
        "Run the newer version of the program, or restore the copy from before it.",
    ),
    What.DATABASE_SILENT: (
        "The database cannot be opened: {fault}",
        "Look at DATABASE_URL and whether it is there.",
    ),
    What.DATABASE_UNWRITABLE: (
        "The database cannot be written: {fault}.",
        "Look who may write it, whether another program locks it, and whether the disk is full.",
    ),
    What.DATABASE_DAMAGED: (
        "The database file is damaged: {fault}.",
        "Stop the bot, keep the file, and restore the last copy that is sound.",
    ),
    What.OUTBOX_CLEAR: ("Messages reach Slack; waiting at the moment: {count}.", ""),
    What.OUTBOX_REFUSED: (
        "Messages that Slack refused in the last week: {count}, the newest because: {fault}.",
        "Look whether the people and channels that they were for are still there, and whether the bot is in them.",
    ),
    What.OUTBOX_BEHIND: (
        "Messages that wait for Slack: {count}, the oldest since {since}.",
        "Look at the bot's log: it says why each is put off.",
    ),
}
