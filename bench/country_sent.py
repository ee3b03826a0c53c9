"""What a country has sent: phones and chats, documents with their receipts, and the messages of the last month."""

REACHED = (
    """
    INSERT INTO endpoints (id, channel, account, external_id, offered, wrong_codes)
    SELECT n, CASE n % 10 WHEN 1 THEN 'sms' ELSE 'telegram' END, 'bench', 1000000000 + n, '[]', 0
    FROM generate_series(1, :all_cells * :people) n
    WHERE n % 10 > 0
    """,
    """
    INSERT INTO addresses (id, member_id, endpoint_id, position, linked_at)
    SELECT id, id, id, 1, CAST(:starts_at AS timestamptz) - INTERVAL '100 days'
    FROM endpoints
    """,
    """
    INSERT INTO consents (id, member_id, channel, kind, text_version, given_at)
    SELECT id, id, channel, 'tapped', 'bench', CAST(:starts_at AS timestamptz) - INTERVAL '100 days'
    FROM endpoints
    WHERE id % 10 <> 2
    """,
    """
    INSERT INTO roles (member_id, unit_id, office, from_on, given_by, from_roster)
    SELECT 1 + i * :people, :first_cell + i, 'secretary', :since, 'bench', FALSE
    FROM generate_series(0, :all_cells - 1) i
    """,
)
"""Nine of ten people, a tenth of them by SMS alone, another tenth without their consent; who leads each cell."""

DOCUMENTS = (
    """
    INSERT INTO directives (id, unit_id, kind, number, issuer, issued_on, summary, haste, must_study, passing,
      addressees, at_night, by, made_at, told_at)
    SELECT row_number() OVER (ORDER BY hashint4((u.id * 7 + n)::int)), u.id, CASE n WHEN 2 THEN 'nq' ELSE 'cv' END,
      n || '-CV/' || u.code, u.name, :since, 'Triển khai nhiệm vụ trọng tâm', 'none', n = 2, 'as_issued',
      json_build_object('units', json_build_array(u.id), 'with_away', FALSE, 'kinds', '[]'::json, 'offices',
      CASE WHEN u.id = 1 AND n = 2 THEN '[]'::json ELSE '["secretary"]'::json END, 'statuses', '[]'::json), FALSE,
      'bench', CAST(:starts_at AS timestamptz) - INTERVAL '1 day' * (n + u.id % 300), CAST(:starts_at AS
      timestamptz) - INTERVAL '1 day' * (n + u.id % 300)
    FROM units u, generate_series(1, CASE u.kind WHEN 'province' THEN 2 ELSE 4 END) n
    WHERE u.kind IN ('province', 'commune')
    """,
    """
    INSERT INTO directive_receipts (directive_id, member_id, unit_id, acknowledged_at, studied_at)
    SELECT d.id, m.id, c.id, CASE WHEN abs(hashint4((m.id * 3 + d.id)::int)) % 5 > 0 THEN d.made_at + INTERVAL '1 day'
      END, CASE WHEN d.must_study AND abs(hashint4((m.id * 3 + d.id)::int)) % 5 > 1 THEN d.made_at +
      INTERVAL '9 days' END
    FROM directives d JOIN units a ON a.id = d.unit_id JOIN units c ON c.kind = 'cell' AND c.path LIKE a.path || '%'
      JOIN LATERAL generate_series(1, CASE WHEN d.unit_id = 1 AND d.must_study THEN :people ELSE 1 END) k ON TRUE
      JOIN members m ON m.id = (c.id - :first_cell) * :people + k
    """,
    """
    INSERT INTO directive_units (directive_id, unit_id, arrived_at, told_at, passed_at, expected, acknowledged, studied,
      reported_at)
    SELECT d.id, r.unit_id, d.made_at, d.made_at, d.made_at, count(*), count(r.acknowledged_at), count(r.studied_at),
      CASE WHEN d.must_study AND r.unit_id % 3 > 0 THEN d.made_at + INTERVAL '10 days' END
    FROM directives d JOIN directive_receipts r ON r.directive_id = d.id
    GROUP BY d.id, r.unit_id
    """,
)
"""Two of the country, one of them to every member, two of each province and four of each commune to who leads cells."""

MESSAGES = (
    """
    INSERT INTO announcements (id, unit_id, text, by, made_at, until_at, people)
    SELECT i / 5 + 1, :first_cell + i, 'Nhắc đóng đảng phí', 'bench', CAST(:starts_at AS timestamptz) -
      INTERVAL '5 days', CAST(:starts_at AS timestamptz), :people
    FROM generate_series(0, :all_cells - 1, 5) i
    """,
    """
    INSERT INTO resident_messages (id, unit_id, text, by, made_at, people, parts, cost)
    SELECT row_number() OVER (), id, 'Lịch tiếp công dân', 'bench', CAST(:starts_at AS timestamptz) -
      INTERVAL '6 days', 0, 1, 0
    FROM units
    WHERE kind = 'commune'
    """,
    """
    INSERT INTO notices (about, meeting_id, revision, member_id, step, round, channel, account, endpoint_id, urgency,
      not_before, state, cause, attempts, settled_at)
    SELECT 'meeting:' || m.id, m.id, 1, k, 'notice', 1, e.channel, e.account, e.id, 3, m.called_at, CASE WHEN e.id IS
      NULL THEN 'failed' WHEN k % 50 = 3 THEN 'uncertain' ELSE 'sent' END, CASE WHEN e.id IS NULL THEN 'no_channel'
      END, CASE WHEN e.id IS NULL THEN 0 ELSE 1 END, m.called_at
    FROM meetings m CROSS JOIN LATERAL generate_series((m.cell_id - :first_cell) * :people + 1, (m.cell_id -
      :first_cell + 1) * :people) k LEFT JOIN endpoints e ON e.id = k
    WHERE m.starts_at = :starts_at
    """,
    """
    INSERT INTO notices (about, revision, member_id, unit_id, step, round, channel, account, endpoint_id, urgency,
      not_before, state, cause, attempts, settled_at)
    SELECT 'announcement:' || a.id, 1, k, a.unit_id, 'announcement', 1, e.channel, e.account, e.id, 3, a.made_at,
      CASE WHEN e.id IS NULL THEN 'failed' ELSE 'sent' END, CASE WHEN e.id IS NULL THEN 'no_channel' END, CASE WHEN
      e.id IS NULL THEN 0 ELSE 1 END, a.made_at
    FROM announcements a CROSS JOIN LATERAL generate_series((a.unit_id - :first_cell) * :people + 1, (a.unit_id -
      :first_cell + 1) * :people) k LEFT JOIN endpoints e ON e.id = k
    """,
    """
    INSERT INTO notices (about, revision, member_id, unit_id, step, round, channel, account, endpoint_id, urgency,
      not_before, state, cause, attempts, settled_at)
    SELECT 'directive:' || r.directive_id, 1, r.member_id, r.unit_id, 'directive', 1, e.channel, e.account, e.id, 3,
      d.made_at, CASE WHEN e.id IS NULL THEN 'failed' ELSE 'sent' END, CASE WHEN e.id IS NULL THEN 'no_channel' END,
      CASE WHEN e.id IS NULL THEN 0 ELSE 1 END, d.made_at
    FROM directive_receipts r JOIN directives d ON d.id = r.directive_id LEFT JOIN endpoints e ON e.id = r.member_id
    WHERE d.made_at >= CAST(:starts_at AS timestamptz) - INTERVAL '30 days' AND NOT (d.unit_id = 1 AND d.must_study)
    """,
    """
    INSERT INTO attempts (notice_id, endpoint_id, channel, begun_at, ended_at, outcome, cost, unit_id)
    SELECT id, endpoint_id, channel, not_before, not_before, 'accepted', CASE channel WHEN 'sms' THEN 450 END,
      CASE channel WHEN 'sms' THEN 1 END
    FROM notices
    WHERE endpoint_id IS NOT NULL
    """,
)
"""Everybody called to this month's meeting; a fifth of the cells announces something; who leads has the documents."""

SENT = (*REACHED, *DOCUMENTS, *MESSAGES)
NUMBERED = ("endpoints", "addresses", "consents", "directives", "announcements", "resident_messages")
"""Tables whose rows were given their ids here."""
