"""Events of members in the feed, each as the whole message of the protos."""

from collections.abc import Sequence
from datetime import datetime

from services.common.ids import new_id
from services.common.mongo import Session
from services.common.watch import Feed, FeedEvent
from services.members.events.domain import (
    NO_ORIGIN,
    ActivationStepTaken,
    ActivityFacts,
    ActivityRecorded,
    AdviserChanged,
    CartLeft,
    ConsentChanged,
    ContactPreferencesChanged,
    FactsChanged,
    GroupJoined,
    GroupStandingChanged,
    LocalizedName,
    MemberEnrolled,
    MemberErased,
    MemberEvent,
    MemberMerged,
    MemberUnmerged,
    MemberUpdated,
    OccasionDue,
    Origin,
    PhoneCodeAsked,
    ProfileFacts,
    ReferralQualified,
    ReferralReversed,
    SegmentEntered,
    SegmentLeft,
    StageEntered,
    StoreChanged,
    TagFacts,
    TierChanged,
    TierEnd,
)
from tessera.members.v1 import (
    consents_pb2,
    contacts_pb2,
    events_pb2,
    lifecycle_pb2,
    members_pb2,
    stores_pb2,
)
from tessera.types.v1 import types_pb2


class MongoEventsUnit:
    """Appends to the feed within a transaction."""

    def __init__(self, feed: Feed, session: Session) -> None:
        self._feed = feed
        self._session = session
        self.published = ""
        """The brand whose events were published here."""

    async def publish(self, brand: str, events: Sequence[MemberEvent], at: datetime) -> None:
        """Publish events in this order."""
        if events:
            self.published = brand
        await self._feed.append(self._session, [_feed_event(brand, event, at) for event in events])


def _feed_event(brand: str, event: MemberEvent, at: datetime) -> FeedEvent:
    message = events_pb2.Event(id=new_id("evt"), brand=brand, member_id=event.member_id)
    message.record_time.FromDatetime(at)
    _fill(message, event)
    return FeedEvent(
        id=message.id,
        brand=brand,
        type=message.WhichOneof("kind") or "",
        subject=f"store/{event.code}" if isinstance(event, StoreChanged) else event.member_id,
        at=at,
        payload=message.SerializeToString(),
    )


def _fill(message: events_pb2.Event, event: MemberEvent) -> None:
    match event:
        case MemberEnrolled():
            message.member_enrolled.channel = event.channel
            if event.origin != NO_ORIGIN:
                message.member_enrolled.origin.CopyFrom(_origin(event.origin))
            if event.enrolled_at is not None:
                message.member_enrolled.enrol_time.FromDatetime(event.enrolled_at)
        case MemberUpdated():
            message.member_updated.fields.extend(event.fields)
        case ActivityRecorded():
            message.activity_recorded.activity.MergeFromString(event.content)
        case TierChanged():
            _fill_tier_changed(message.tier_changed, event)
        case OccasionDue():
            _fill_occasion_due(message.occasion_due, event)
        case CartLeft():
            _fill_cart_left(message.cart_left, event)
        case ContactPreferencesChanged():
            _fill_preferences(message.contact_preferences_changed.preferences, event)
        case ConsentChanged():
            _fill_consent_changed(message.consent_changed, event)
        case FactsChanged():
            if event.profile is not None:
                _fill_profile(message.facts_changed.profile, event.profile)
            if event.activity is not None:
                _fill_activity(message.facts_changed.activity, event.activity)
            if event.tags is not None:
                _fill_tags(message.facts_changed.tags, event.tags)
            if event.stage is not None:
                stage = message.facts_changed.stage
                stage.version.extend(event.stage.version)
                stage.stage, stage.level = event.stage.stage, event.stage.level
                stage.activation_step = event.stage.activation_step
            if event.segments is not None:
                message.facts_changed.segments.version.extend(event.segments.version)
                message.facts_changed.segments.segments.extend(event.segments.segments)
        case SegmentEntered():
            message.segment_entered.segment = event.segment
        case SegmentLeft():
            message.segment_left.segment = event.segment
        case ActivationStepTaken():
            step = lifecycle_pb2.ActivationStep.Value(f"ACTIVATION_STEP_{event.step.upper()}")
            message.activation_step_taken.step = step
            message.activation_step_taken.taken_on = event.on.isoformat()
            message.activation_step_taken.due_on = event.due_on.isoformat()
        case StageEntered():
            _fill_stage_entered(message.stage_entered, event)
        case MemberErased():
            message.member_erased.SetInParent()
        case MemberMerged():
            message.member_merged.merge_id = event.merge_id
            message.member_merged.from_member_id = event.from_id
            message.member_merged.into_member_id = event.member_id
        case MemberUnmerged():
            message.member_unmerged.merge_id = event.merge_id
            message.member_unmerged.from_member_id = event.from_id
            message.member_unmerged.into_member_id = event.into_id
        case GroupJoined():
            _fill_joined(message.group_joined, event)
        case GroupStandingChanged():
            _fill_standing(message.group_standing_changed, event)
        case ReferralQualified():
            _fill_qualified(message.referral_qualified, event)
        case ReferralReversed():
            message.referral_reversed.referral_id = event.referral_id
            message.referral_reversed.role = _role(event.role)
            message.referral_reversed.round = event.round
        case AdviserChanged():
            message.adviser_changed.person = event.person
            message.adviser_changed.since_time.FromDatetime(event.since)
        case PhoneCodeAsked():
            message.phone_code_asked.code_id = event.code_id
        case StoreChanged():
            _fill_store(message.store_changed.store, event)


def _origin(origin: Origin) -> members_pb2.Origin:
    utm = members_pb2.Utm(**origin.utm._asdict()) if any(origin.utm) else None
    return members_pb2.Origin(source=origin.source, utm=utm, store_code=origin.store_code)


def _fill_store(store: stores_pb2.Store, event: StoreChanged) -> None:
    store.code = event.code
    store.version = event.version
    store.etag = str(event.version)
    store.name.CopyFrom(_text(event.name))
    store.city = event.city
    if event.coordinates is not None:
        store.coordinates.latitude_e6, store.coordinates.longitude_e6 = event.coordinates
    store.zone = event.zone
    for weekday, opens, closes in event.hours:
        store.hours.add(weekday=weekday, open_minute=opens, close_minute=closes)
    store.closed_days.extend(event.closed_days)
    store.closed_from = event.closed_from
    store.labels.update(event.labels)


def _fill_tier_changed(changed: events_pb2.TierChanged, event: TierChanged) -> None:
    changed.ladder = event.ladder
    changed.main = event.main
    changed.from_tier = event.from_tier
    changed.to_tier = event.to_tier
    changed.to_rank = event.to_rank
    changed.multiplier_percent = event.multiplier_percent
    changed.reason = event.reason
    changed.ladder_name.CopyFrom(_text(event.ladder_name))
    if event.from_tier_name is not None:
        changed.from_tier_name.CopyFrom(_text(event.from_tier_name))
    changed.to_tier_name.CopyFrom(_text(event.to_tier_name))
    changed.effective_time.FromDatetime(event.since)


def _fill_stage_entered(entered: events_pb2.StageEntered, event: StageEntered) -> None:
    stage, level = lifecycle_pb2.LifecycleStage, lifecycle_pb2.ActivityLevel
    if event.stage:
        entered.stage = stage.Value(f"LIFECYCLE_STAGE_{event.stage.upper()}")
        if event.was:
            entered.from_stage = stage.Value(f"LIFECYCLE_STAGE_{event.was.upper()}")
    if event.level:
        entered.level = level.Value(f"ACTIVITY_LEVEL_{event.level.upper()}")
        if event.was:
            entered.from_level = level.Value(f"ACTIVITY_LEVEL_{event.was.upper()}")
    entered.since_time.FromDatetime(event.since)


def _fill_joined(message: events_pb2.GroupJoined, event: GroupJoined) -> None:
    message.group_id, message.kind, message.store_id = event.group_id, event.kind, event.store
    message.join_time.FromDatetime(event.at)


def _fill_standing(message: events_pb2.GroupStandingChanged, event: GroupStandingChanged) -> None:
    message.group_id, message.kind, message.store_id = event.group_id, event.kind, event.store
    message.news = events_pb2.GroupNews.Value(f"GROUP_NEWS_{event.news.upper()}")
    message.key = event.key
    message.occur_time.FromDatetime(event.at)


def _fill_qualified(message: events_pb2.ReferralQualified, event: ReferralQualified) -> None:
    message.referral_id = event.referral_id
    message.role = _role(event.role)
    message.round = event.round
    message.qualify_time.FromDatetime(event.at)
    message.number, message.month_number = event.number, event.month_number


def _role(role: str) -> "events_pb2.ReferralRole.ValueType":
    return events_pb2.ReferralRole.Value(f"REFERRAL_ROLE_{role.upper()}")


def _fill_occasion_due(due: events_pb2.OccasionDue, event: OccasionDue) -> None:
    due.kind = events_pb2.OccasionKind.Value(f"OCCASION_KIND_{event.kind.upper()}")
    due.on = event.on.isoformat()
    due.lead_days = event.lead_days
    due.key = event.key
    due.begin_time.FromDatetime(event.begins_at)
    due.years = event.years
    if event.tier_end is not None:
        _fill_tier_end(due.tier_end, event.tier_end)


def _fill_tier_end(message: events_pb2.TierEnd, end: TierEnd) -> None:
    message.ladder, message.main, message.tier = end.ladder, end.main, end.tier
    message.tier_name.CopyFrom(_text(end.tier_name))
    message.expected_tier = end.expected_tier
    message.expected_tier_name.CopyFrom(_text(end.expected_tier_name))
    message.to_keep, message.basis = end.to_keep, end.basis


def _fill_cart_left(left: events_pb2.CartLeft, event: CartLeft) -> None:
    left.begin_time.FromDatetime(event.since)
    left.last_time.FromDatetime(event.last_at)
    left.articles, left.pieces = event.articles, event.pieces


def _fill_preferences(
    told: contacts_pb2.ContactPreferences, event: ContactPreferencesChanged
) -> None:
    told.channels.extend(_channel(each) for each in event.channels)
    told.language = event.language
    told.update_time.FromDatetime(event.at)
    begins, ends, zone = event.quiet
    if begins:
        setattr(told.quiet_hours, "from", begins)
        told.quiet_hours.until, told.quiet_hours.time_zone = ends, zone


def _channel(word: str) -> consents_pb2.ContactChannel.ValueType:
    return consents_pb2.ContactChannel.Value(f"CONTACT_CHANNEL_{word.upper()}")


def _fill_consent_changed(changed: events_pb2.ConsentChanged, event: ConsentChanged) -> None:
    changed.purpose = consents_pb2.ConsentPurpose.Value(f"CONSENT_PURPOSE_{event.purpose.upper()}")
    changed.channel = _channel("all" if event.channel == "*" else event.channel)
    changed.granted = event.granted
    changed.version = event.version
    changed.occur_time.FromDatetime(event.at)


def _fill_profile(message: events_pb2.ProfileFacts, facts: ProfileFacts) -> None:
    message.version.extend(facts.version)
    message.names.extend(facts.names)
    if facts.age is not None:
        message.age = facts.age
    if facts.birthday_month is not None:
        message.birthday_month = facts.birthday_month
    message.language = facts.language
    if facts.enrolled_at is not None:
        message.enrol_time.FromDatetime(facts.enrolled_at)


def _fill_activity(message: events_pb2.ActivityFacts, facts: ActivityFacts) -> None:
    message.version.extend(facts.version)
    message.names.extend(facts.names)
    message.orders = facts.orders
    message.spent_minor = facts.spent_minor
    for day, orders, spent_minor in facts.days:
        message.days.add(day=day, orders=orders, spent_minor=spent_minor)
    message.active_days.extend(facts.active_days)
    message.last_order_day = facts.last_order_day
    for series, days, pieces in facts.series:
        message.series.add(series=series, days=days, pieces=pieces)
    message.articles.update(facts.articles)


def _fill_tags(message: events_pb2.TagFacts, facts: TagFacts) -> None:
    message.version.extend(facts.version)
    for code, expires_at in facts.tags:
        held = message.tags.add(code=code)
        if expires_at is not None:
            held.expire_time.FromDatetime(expires_at)


def _text(name: LocalizedName) -> types_pb2.LocalizedText:
    return types_pb2.LocalizedText(zh=name.zh, en=name.en)
