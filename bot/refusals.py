"""What is refused, a class each.

The docstring says it to us; the sentence for people stands in `words/refused.py`; a test asks for one for every class.
A refusal leaves nothing half-written. `facts` are what the sentence needs; they never hold reasons or secrets.
"""


class Refused(Exception):
    """Something is not done, for a reason the person is told."""

    def __init__(self, **facts: object) -> None:
        super().__init__(type(self).__name__)
        self.facts = facts


# The tree and its people


class NoSuchUnit(Refused):
    """No unit has this code."""


class NotACell(Refused):
    """The unit holds no meetings: it is no cell."""


class WrongCode(Refused):
    """A code has only small letters, digits and hyphens."""


class CodeTaken(Refused):
    """Another unit has this code."""


class BelowItself(Refused):
    """A unit cannot stand below itself."""


class CellHoldsNoUnits(Refused):
    """Cells cannot be imported below a cell."""


class NoSuchMember(Refused):
    """Nobody has this id or phone."""


class SeveralMembers(Refused):
    """Several people have this phone."""


class WrongUnitSetting(Refused):
    """There is no such setting, or its value cannot be read."""


# Roles


class NoSuchRole(Refused):
    """There is no such role."""


class RoleOfACell(Refused):
    """This role exists at cells only."""


class NotHeld(Refused):
    """The person does not hold this role there."""


class NotAllowed(Refused):
    """The person's roles do not reach this."""


# Joining


class NotLinked(Refused):
    """This phone is not linked to that member."""


class NoRoomHere(Refused):
    """So many people may write to this account and no more; whoever comes now has to be reached in another way."""


class DayToCome(Refused):
    """A paper cannot have been signed on a day that is still to come."""


# Meetings


class AnnouncementWrong(Refused):
    """A text or its day cannot be announced; the facts say why."""


class AnnouncementGone(Refused):
    """The announcement was taken back, has had its day, or never was."""


class PollWrong(Refused):
    """A question cannot be asked so; the facts say why."""


class BallotOnPaper(Refused):
    """What is decided by ballot is not asked by message."""


class NoSuchPoll(Refused):
    """No question of this number is open for whoever answers, or there never was one."""


class PollOver(Refused):
    """The question was closed or taken back."""


class PollNudged(Refused):
    """The silent were reminded of this question not long ago."""


class AnsweredAlready(Refused):
    """What somebody has answered themselves is not noted for them by another."""


class NotAsked(Refused):
    """The question has no such answer, or this person was not asked."""


class NoSuchKind(Refused):
    """There is no such kind of meeting."""


class KindNotHere(Refused):
    """This unit holds no meetings of this kind."""


class NoSuchPartyGroup(Refused):
    """The cell has no group of this name."""


class NotAGroup(Refused):
    """The unit is no group of a cell."""


class NotInGroup(Refused):
    """Somebody of another group, or of none, is to lead it."""


class GroupStillMeets(Refused):
    """The group has a meeting that is neither closed nor cancelled."""


class NoGroups(Refused):
    """The cell has no groups."""


class GuestUnreadable(Refused):
    """There is no name in what should be a guest."""


class NoSuchGuest(Refused):
    """Nobody of this number stands beside the list of the meeting."""


class TooManyGuests(Refused):
    """More people are written beside the list of one meeting than anybody reads."""


class NoSuchUnitsBelow(Refused):
    """These units do not stand below the committee that calls."""


class NoSuchMeeting(Refused):
    """No meeting has this id."""


class TimeIsPast(Refused):
    """A meeting is called for a time to come."""


class TimeTooFar(Refused):
    """More than a year ahead: most likely a slip in the year."""


class TimeUnreadable(Refused):
    """The time or month cannot be read."""


class LunarDay(Refused):
    """Days of the moon are not read."""


class NotThatWeekday(Refused):
    """The day and the weekday that were named do not go together."""


class SeriesByWeekday(Refused):
    """Which Thursday of the month a series has was left open."""


class NoSuchHoliday(Refused):
    """Nothing is written of this day."""


class NotThatMonth(Refused):
    """One meeting of a series stays in its month, or the month would have none."""


class NoMeetingThatMonth(Refused):
    """The series has no meeting in this month that could still be changed."""


class NotAPlace(Refused):
    """An answer or a command, where the place or the topic of a meeting is asked for."""


class PlaceMissing(Refused):
    """A meeting has a place."""


class TextTooLong(Refused):
    """The place or the topic is longer than a message bears."""


class AlreadyCalled(Refused):
    """This cell has a meeting at this very time."""


class NobodyToCall(Refused):
    """A group without people, or a briefing for offices that nobody holds."""


class NobodyExpected(Refused):
    """The cell has nobody who could be called."""


class MeetingOver(Refused):
    """The meeting is closed or cancelled."""


class RollBegun(Refused):
    """Somebody has been marked already: the meeting took place, and is neither moved nor cancelled."""


class EndIsPast(Refused):
    """A role cannot end before it begins."""


class MeetingWasCancelled(Refused):
    """A cancelled meeting has no roll."""


class MeetingBegun(Refused):
    """Answers are taken until the meeting begins."""


class NotInvited(Refused):
    """They are not on the list of this meeting."""


class NotAway(Refused):
    """A reason is for those who stay away."""


# In the chat


class DraftGone(Refused):
    """A button or a word for something that was put together here before, and is done, left or replaced."""


class ChoiceExpected(Refused):
    """Words that are none of what was offered last."""


class Unfinished(Refused):
    """Words that begin something else, while something is being put together: they are not taken for a part of it."""


class NoMeetingAhead(Refused):
    """The member is invited to no meeting that is to come."""


class NoMeetingNow(Refused):
    """None of the cells that somebody works for has a meeting for which this could be done."""


class NeedNotStated(Refused):
    """Names of another's cell are seen for a case that is said in words, neither too few nor too many."""


class CodeFromOffice(Refused):
    """They hold an office beyond the cell, or a higher one in it: a code in other hands would open that as well."""


class NoWayForFiles(Refused):
    """A file may not go through this network, and there is no address of our own under which to hand it over."""


class NoWayForLinks(Refused):
    """There is no address of our own to which a personal link could lead."""


class EverybodyTold(Refused):
    """Slips for those whom no message reaches: there is nobody."""


# The roll


class NotOnTheList(Refused):
    """A mark for somebody who is not on the list."""


class RollTooEarly(Refused):
    """A mark long before the beginning is a slip of the finger, and would keep the meeting from being moved."""


class RollSettled(Refused):
    """The books of that quarter are gone through: an old button changes no roll of long ago."""


class CheckInTooLate(Refused):
    """Nobody is at the meeting any more: who was there is written down, and not said by code."""


class CheckInNotOpen(Refused):
    """People cannot check in themselves just now: it is not open yet, or not any more."""


class NoMeetingThatDay(Refused):
    """A line of the roll names a day on which the cell had no meeting."""


class NobodyIsThereForOthers(Refused):
    """`có mặt thay 5`: somebody else may speak for a person, not be there for them."""


class TwoMarks(Refused):
    """Somebody is given two marks at once."""


class LeaveUndecided(Refused):
    """A leave was asked for and nobody has decided it."""


class StillUnmarked(Refused):
    """Somebody would become unexcused without having been named."""


# Running


class PortTaken(Refused):
    """The address to listen on is taken, or not of this machine."""


class SeveralAtOneFile(Refused):
    """A SQLite file serves one process, and another is at work with it."""


# What must not travel


class SecrecyMarked(Refused):
    """The text has a secrecy mark; neither it nor its summary is kept."""


class DoubtfulWords(Refused):
    """The text has a word that may be a secrecy mark; sent again with a confirmation it passes."""


# Who is linked


class NobodyOfThisName(Refused):
    """A number or name that nobody on the list of the cell has."""


class SeveralOfThisName(Refused):
    """A name that fits several people of the cell."""


class ClaimGone(Refused):
    """Whether a phone is theirs was asked, and is settled, too old, or was never asked."""


class GroupTaken(Refused):
    """This chat is the group of another unit."""


class NoSuchGroup(Refused):
    """The unit has no such group, or not any more."""


class EverybodyLinked(Refused):
    """Codes for those without a phone: there is nobody without."""


# The roll in one line


class NotOnRollList(Refused):
    """A line of the roll has a number or a name that is not on the list shown."""


class SeveralOnRollList(Refused):
    """A name in a line of the roll fits several people."""


class SaidTwice(Refused):
    """A line of the roll has somebody twice."""


class RollCountWrong(Refused):
    """A line of the roll gives a count that its numbers and names do not come to."""


class RollNamesTooFew(Refused):
    """A line of the roll says that so many are away, and names fewer: what was read is said, the rest is asked for."""


class RollUnreadable(Refused):
    """Part of a line of the roll has no certain meaning, so none of it is taken."""


class CountOrNumber(Refused):
    """`vắng 2, 4P, 5K`: the first number may be that of a person, or so many are away."""


class CallUnreadable(Refused):
    """What somebody said on the phone has no certain meaning, so nothing of the line is taken."""


# Reminding, and deciding leaves


class NudgedJustNow(Refused):
    """The silent were reminded a short while ago."""


class TooLateToNudge(Refused):
    """The meeting has begun: nobody is reminded any more."""


class LeaveTooLate(Refused):
    """The roll is closed: what was excused or not is corrected there."""


class NoLeaveAsked(Refused):
    """Somebody asks for no leave, or no more."""


class DecidedMeanwhile(Refused):
    """Somebody else was quicker, and decided otherwise."""


class OwnLeave(Refused):
    """A secretary's own leave is decided by the other who may, where there is one."""


class LeaveOfAnother(Refused):
    """Whoever calls the roll sees who is there; a leave is decided by the secretary or the deputy."""


class LeaveUnreadable(Refused):
    """Typed words that do not say whose leave is granted and whose is not."""


# Stopping what is sent, confirming what many people get, and sending again


class NotStopped(Refused):
    """Nothing is stopped here, so nothing can go on."""


class StoppedAbove(Refused):
    """A unit above, or everything, is stopped; that stop ends where it was made."""


class NotSure(Refused):
    """So many people get it that their number has to be said."""


class TooLateToResend(Refused):
    """The meeting has begun or is over: nobody is told of it any more."""


# Residents


class TooManyVillages(Refused):
    """One number is registered for as many villages as anybody may be."""


class NoResidents(Refused):
    """Nobody is registered here who could be told anything."""


class NoWayToResidents(Refused):
    """People are registered here, and no network that is on reaches any of them."""


class ResidentTextWrong(Refused):
    """A text to residents is empty, too long, or too long for an SMS."""


class TooManyParts(Refused):
    """A text to residents takes more parts than the gateway does."""


class NoMoneyForResidents(Refused):
    """A unit's monthly budget has less left than a text to residents costs."""


class TextGone(Refused):
    """There is no such text to residents, or none of it waits any more."""


# What a meeting is about


class NoSuchTemplate(Refused):
    """There are templates of letters and minutes, and none of this name."""


class TemplateWrong(Refused):
    """A Word file cannot be filled in; the facts say why."""


class NoSuchItem(Refused):
    """The agenda has no item of this number."""


class NoItems(Refused):
    """An agenda has at least one item."""


class TooManyItems(Refused):
    """Nobody gets through so many items, or conclusions, in one meeting."""


class ItemTooLong(Refused):
    """An item, a conclusion or a title is longer than people read on a phone."""


class AgendaClosed(Refused):
    """The meeting is closed or off: what it was to be about stays as it was."""


class NothingToTellAgain(Refused):
    """The meeting has begun or is over, or nobody has been told of it yet: nobody is told of its content again."""


class PaperWrong(Refused):
    """A link or a file cannot be taken as a paper; the facts say why."""


class NoSuchPaper(Refused):
    """The meeting has no paper of this number."""


class TooManyPapers(Refused):
    """A meeting has as many papers as may be kept."""


class ConclusionUnreadable(Refused):
    """A conclusion, its person or its day cannot be read; the facts say why."""


class NoSuchConclusion(Refused):
    """There is no conclusion of this number here."""


# Changes of members, and what members ask for about their data


class DayUnreadable(Refused):
    """A day of a change is not written so that it could only mean one."""


class DaysTurned(Refused):
    """The last day is before the first."""


class DayOutOfReach(Refused):
    """A change more than a year back or ahead is a slip."""


class BeforeTheyCame(Refused):
    """Nobody leaves a cell before they came to it."""


class AlreadySo(Refused):
    """What a change says holds already on that day."""


class NothingToEnd(Refused):
    """Nobody comes back who is not away."""


class SameCell(Refused):
    """They belong to this cell already."""


class LaterPlace(Refused):
    """Something later is written of where they belong: that goes first."""


class ReceivedOnly(Refused):
    """Whoever is here for a time belongs to another cell, which alone changes what they are."""


class NewcomerUnreadable(Refused):
    """A line for somebody new without a name, or with a part that says nothing known."""


class BirthYearWrong(Refused):
    """No member was born in that year."""


class PhoneWrong(Refused):
    """The text is no Vietnamese mobile number."""


class ChangeGone(Refused):
    """The change was settled or undone meanwhile."""


class CannotUndo(Refused):
    """Something was changed after it, or it cannot be taken back."""


class CannotMerge(Refused):
    """These two entries are not one person, or one of them is none any more."""


class MergeAbove(Refused):
    """One of the two holds an office that whoever merges is not set over, or is the one who merges."""


class BothPresent(Refused):
    """Both were present at one meeting: they are two people."""


class RequestGone(Refused):
    """The request was answered already."""


class StillAMember(Refused):
    """Who belongs to a cell stays on its list by name."""


class BreachWrong(Refused):
    """A breach without a text, with one that is too long, or found in the future."""


class NoSuchBreach(Refused):
    """No breach has this number."""


class WordsTooLong(Refused):
    """A line of words that is longer than is kept."""


# Minutes, and how good a meeting was


class EndUnreadable(Refused):
    """The end of a meeting lies behind its beginning, not too far, and not in the future."""


class NotAtTheMeeting(Refused):
    """Whoever led a meeting or wrote at it was there."""


class OpinionsUnreadable(Refused):
    """How often people spoke is a number."""


class ResolutionUnreadable(Refused):
    """There is no number in what should be that of a resolution."""


class ResolutionTaken(Refused):
    """Another meeting of the year has a resolution of this number."""


class RollStillOpen(Refused):
    """Minutes are finished, and meetings graded, once the roll is closed."""


class MinutesTooEarly(Refused):
    """What was said at a meeting is written down once it has begun."""


class MinutesUnfinished(Refused):
    """Something that only people know of the meeting has not been said yet."""


class NoSuchProfile(Refused):
    """There are score sheets, and none of this name."""


class ProfileWrong(Refused):
    """A score sheet cannot be used; the facts say why."""


class NotScored(Refused):
    """The quality of meetings of this kind is not graded."""


class NoSuchCriterion(Refused):
    """The score sheet asks nobody about this."""


class PointsWrong(Refused):
    """More points than the criterion gives, or no number."""


class ScoreUnfinished(Refused):
    """Not every criterion has been said, or nobody has said when the meeting ended."""


class ScoreChanged(Refused):
    """The grade is no longer what was shown."""


class ScoreOutdated(Refused):
    """The roll or the hours were corrected after the grade was made."""


# Opinions


class NoCellToHear(Refused):
    """Whoever has an opinion is on the list of no cell."""


class OpinionTooShort(Refused):
    """There is nothing in it that anybody could answer."""


class TooManyOpinions(Refused):
    """One person has sent so many today and no more."""


class NotByMessage(Refused):
    """A denunciation, a complaint about a person or a personnel matter: nothing of it is kept."""


class MayBeOfAPerson(Refused):
    """Words that go up may be about one person; whoever writes them has to say that they are not."""


class NoSuchOpinion(Refused):
    """There is none of this number, or none that this person may read: nobody learns which."""


class OpinionSettled(Refused):
    """It has been answered, passed on, or taken back."""


class NothingAskedBack(Refused):
    """It still waits, and nothing was asked back."""


class NobodyHearsAbove(Refused):
    """No unit above has anybody who hears opinions."""


# Documents that are passed down


class DirectiveWrong(Refused):
    """A document cannot be passed down so; the facts say why."""


class NoSuchDirective(Refused):
    """No document has this number, or whoever asks may not see it."""


class DirectiveGone(Refused):
    """The document was withdrawn."""


# Visits


class NoSuchWorkGroup(Refused):
    """The committee has no working group of this name, or it has ended."""


class WorkGroupUnreadable(Refused):
    """A working group has a name, a leader, and not too many people."""


class PersonUnclear(Refused):
    """Several people are called so, or nobody is."""


class NotOfThisTree(Refused):
    """They belong nowhere at or below the unit that sends them."""


class AssignmentUnreadable(Refused):
    """Who, where or when is missing."""


class PlaceUnclear(Refused):
    """Several units below are called so, or none is."""


class NoCellsToVisit(Refused):
    """None of these units is an open cell or has one below it."""


class AssignmentPast(Refused):
    """The days of an assignment are over, or too far away."""


class NoSuchAssignment(Refused):
    """The assignment was ended, or never was."""


class NoteTooLong(Refused):
    """A note that goes with an assignment is short."""


class NoSuchVisit(Refused):
    """They are not sent to this meeting, or no longer; or what it says is not for them."""


class VisitOver(Refused):
    """The meeting has begun: whether they come is seen there."""


class VisitTooEarly(Refused):
    """Nobody is at a meeting, nor can say how it was, before it begins."""


class NothingToShow(Refused):
    """Nothing has been remarked yet."""


class NothingSaid(Refused):
    """A text that is empty."""


class NoSuchDifficulty(Refused):
    """There is no such difficulty any more."""


# What comes back on them


class NoSuchQuestion(Refused):
    """No question about a document has this number, or it is for somebody else to answer: nobody learns which."""


class QuestionSettled(Refused):
    """It has been answered, by somebody else perhaps."""


class NobodyToAsk(Refused):
    """Nobody else at the unit that passed the document down can answer."""


class StudyNotHere(Refused):
    """This unit holds no meeting for this document, or was never told of it."""


class ReportUnreadable(Refused):
    """The numbers of a report on a document are missing, or cannot be; the facts say why."""


# Numbers that committees ask for


class NoSuchIndicator(Refused):
    """There is no indicator of this number here, or it asks nothing of this unit."""


class IndicatorWrong(Refused):
    """A number cannot be asked for as it was defined; the facts say why."""


class NoUnitsToAsk(Refused):
    """No unit of these kinds stands below the one that asks."""


class FigureUnreadable(Refused):
    """An answer is not the number that is asked for; the facts say why."""


class FigureDoubtful(Refused):
    """An answer does not fit what was said last or planned, and nobody has said that it is right."""


class FigureChanged(Refused):
    """Somebody else answered for the unit meanwhile."""


class FigureSettled(Refused):
    """What was answered long ago is not changed in the chat."""


class PlanUnreadable(Refused):
    """A plan cannot be read; the facts say why."""


class RemindedJustNow(Refused):
    """Whoever has not answered was reminded a short while ago."""
