"""What a country asks, hears and sees: indicators, opinions, visits, grades of meetings, changes of the tree."""

INDICATORS = (
    """
    INSERT INTO indicators (id, unit_id, name, counted, kind, classes, is_running, repeat, due_on, addressees, by,
      made_at)
    SELECT row_number() OVER (ORDER BY hashint4((u.id * 7 + n)::int)), u.id, 'Chỉ tiêu số ' || n, 'đảng viên', 'number',
      '[]', FALSE, 'month', CAST(:since AS date), json_build_object('units', json_build_array(u.id), 'with_away',
      FALSE, 'kinds', json_build_array(CASE WHEN u.kind = 'commune' THEN 'cell' WHEN u.id > 1 OR n > 3 THEN 'commune'
      ELSE 'province' END), 'offices', '[]'::json, 'statuses', '[]'::json), 'bench', CAST(:starts_at AS timestamptz)
    FROM units u, generate_series(1, CASE WHEN u.id = 1 THEN 6 WHEN u.kind = 'province' THEN 2 ELSE 1 END) n
    WHERE u.kind = 'province' OR u.kind = 'commune' AND u.id % 4 = 0
    """,
    """
    INSERT INTO indicator_rounds (indicator_id, starts_on, ends_on, opens_on, due_on, stage, cursor)
    SELECT i.id, starts, starts + 27, starts, starts + 27, 4, 0
    FROM indicators i, generate_series(0, 2) ago, LATERAL (SELECT (CAST(:first_day AS date) - INTERVAL '1 month' *
      ago)::date AS starts) s
    """,
    """
    INSERT INTO indicator_reports (round_id, unit_id, path, parts, revision, first_at, answered_at, answered_by, nudges)
    SELECT r.id, c.id, c.path, CASE WHEN c.id % 7 > 0 THEN json_build_array(c.id % 50) END, CASE WHEN c.id % 7 > 0
      THEN 1 ELSE 0 END, CASE WHEN c.id % 7 > 0 THEN CAST(r.opens_on AS timestamptz) END, CASE WHEN c.id % 7 > 0 THEN
      CAST(r.opens_on AS timestamptz) END, CASE WHEN c.id % 7 > 0 THEN 'bench' END, 0
    FROM indicator_rounds r JOIN indicators i ON i.id = r.indicator_id JOIN units u ON u.id = i.unit_id JOIN units c ON
      c.path LIKE u.path || '%' AND c.kind = i.addressees -> 'kinds' ->> 0 AND c.id <> u.id
    """,
    """
    INSERT INTO indicator_values (report_id, revision, parts, by, at)
    SELECT id, 1, parts, 'bench', answered_at
    FROM indicator_reports
    WHERE revision = 1
    """,
    """
    INSERT INTO indicator_plans (indicator_id, unit_id, year, planned, by, at)
    SELECT DISTINCT r.indicator_id, p.unit_id, CAST(extract(year FROM r.ends_on) AS int), 25, 'bench',
      CAST(:starts_at AS timestamptz)
    FROM indicator_reports p JOIN indicator_rounds r ON r.id = p.round_id
    """,
)
"""Every month: six of the country to provinces and communes, two of each province to its communes, one of every fourth
commune to its cells; one in seven has not answered."""

OPINIONS = (
    """
    INSERT INTO opinions (id, unit_id, member_id, kind, text, arrived_at, due_on, state, reminders)
    SELECT i * 2 + n, :first_cell + i, i * :people + n + 1, (ARRAY['party', 'economy', 'culture', 'environment',
      'procedures', 'other'])[1 + i % 6], 'Đề nghị sửa đường', CAST(:starts_at AS timestamptz) -
      INTERVAL '1 day' * (i % 300 + n), CAST(:first_day AS date) + CAST(35 - i % 300 AS int), (ARRAY[CASE WHEN i % 300
      < 60 THEN 'held' ELSE 'answered' END, 'passed', 'answered', 'kept', 'answered'])[1 + (i * 2 + n) % 5], 2
    FROM generate_series(0, :all_cells - 1) i, generate_series(1, 2) n
    """,
    """
    INSERT INTO opinions (id, unit_id, from_unit_id, kind, text, arrived_at, due_on, state, reminders)
    SELECT :all_cells * 2 + row_number() OVER (), u.parent_id, u.id, o.kind, o.text, o.arrived_at + INTERVAL '3 days',
      o.due_on + 10, CASE WHEN o.due_on > CAST(:first_day AS date) - 20 THEN 'held' ELSE 'answered' END, 2
    FROM opinions o JOIN units u ON u.id = o.unit_id
    WHERE o.state = 'passed'
    """,
)
"""Two of each cell in a year; a fifth of them has gone up, and of the last two months some still wait."""

VISITS = (
    """
    INSERT INTO visit_assignments (id, unit_id, member_id, cell_id, from_on, until_on, is_announced, by, made_at)
    SELECT i + 1, u.parent_id, (u.parent_id - :first_commune) * :cells * :people + 1, u.id, :since,
      CAST(:first_day AS date) + 60, i % 4 > 0, 'bench', CAST(:starts_at AS timestamptz)
    FROM generate_series(0, :all_cells - 1) i JOIN units u ON u.id = :first_cell + i
    """,
    """
    INSERT INTO visits (id, assignment_id, meeting_id, unit_id, cell_id, asked_at, came, came_at, came_by)
    SELECT row_number() OVER (), a.id, m.id, a.unit_id, a.cell_id, m.starts_at, a.id % 5 > 0, m.starts_at, 'bench'
    FROM visit_assignments a JOIN meetings m ON m.cell_id = a.cell_id
    WHERE m.starts_at > CAST(:starts_at AS timestamptz) - INTERVAL '100 days' AND abs(hashint4(m.id::int)) % 4 = 0
    """,
    """
    INSERT INTO visit_people (visit_id, member_id, is_leader, answer, answered_at, came)
    SELECT v.id, a.member_id, TRUE, 'coming', v.asked_at, v.came
    FROM visits v JOIN visit_assignments a ON a.id = v.assignment_id
    """,
    """
    INSERT INTO visit_difficulties (visit_id, unit_id, text, state, raised_at, raised_by)
    SELECT id, unit_id, 'Nhà văn hóa dột', CASE id % 3 WHEN 0 THEN 'answered' ELSE 'received' END, came_at, 'bench'
    FROM visits
    WHERE came AND id % 20 = 0
    """,
)
"""Somebody of the commune is responsible for each cell and was at one meeting of four."""

GRADES = (
    """
    INSERT INTO meeting_scores (meeting_id, cell_id, held_on, profile, said, points, most, grade, by, at)
    SELECT id, cell_id, CAST(starts_at AS date), 'phu_tho_100', '{}', 95 - id % 30, 100, CASE WHEN id % 30 <= 5 THEN
      'good' WHEN id % 30 <= 25 THEN 'fair' ELSE 'average' END, 'bench', closed_at
    FROM meetings
    WHERE state = 'closed'
    """,
)
MINUTES = (
    """
    INSERT INTO meeting_minutes (meeting_id, ended_at, opinions, has_resolution, by, at, done_at, done_by)
    SELECT id, closed_at, 3 + id % 9, FALSE, 'bench', closed_at, closed_at, 'bench'
    FROM meetings
    WHERE state = 'closed'
    """,
)
"""Of every meeting: where they were missing, all secretaries of the country would be reminded meanwhile."""
CHANGES = (
    """
    INSERT INTO tree_changes (batch, digest, "on", kind, facts, unit_id, was, state, by, made_at, settled_at)
    SELECT 'bench-' || id, 'bench-' || id, d, 'rename', json_build_object('on', d::text, 'kind', 'rename', 'unit', code,
      'to', '', 'name', name || ' mới', 'new_code', '', 'unit_kind', NULL, 'people', '[]'::json), id, name, CASE WHEN
      id % 20 = 0 THEN 'planned' ELSE 'done' END, 'bench', CAST(:starts_at AS timestamptz), CASE WHEN id % 20 > 0 THEN
      CAST(:starts_at AS timestamptz) END
    FROM units, LATERAL (SELECT CAST(:first_day AS date) + CASE WHEN id % 20 = 0 THEN 60 ELSE 0 END AS d) days
    WHERE kind = 'commune'
    """,
)
"""Every commune was renamed this month; one in twenty will be once more."""

ASKED = (*INDICATORS, *OPINIONS, *VISITS, *GRADES, *MINUTES, *CHANGES)
NUMBERED = ("indicators", "opinions", "visit_assignments", "visits")
"""Tables whose rows were given their ids here."""
