import { describe, expect, it } from 'vitest';
import { column, table } from '../../schema/helpers.ts';
import { cascade, having, planOf, to, users, whose, whoseLast, words, accessIn } from './plan.ts';

describe('the owner of a row', () => {
  it('is whom its one reference to the users table names', () => {
    const plan = planOf([users(), having('orders', [to('users', 'hostId')])]);
    expect(whose(plan, 'orders')).toBe('owner hostId');
    expect(words(plan, 'orders')).toBe('owner owner owner owner owner');
    expect(accessIn(plan, 'orders')).toMatchObject({ locked: ['hostId'], why: 'by hostId' });
  });

  it.each([
    [['ownerId', 'userId'], 'owner ownerId'],
    [['authorId', 'userId'], 'owner userId'],
    [['customerId', 'createdById'], 'owner customerId'],
    [['assigneeId', 'creatorId'], 'owner creatorId'],
    [['approvedById', 'updatedBy', 'createdBy'], 'owner createdBy'],
    [['userId?', 'createdBy'], 'owner createdBy'],
    [['salesRepId', 'customerId'], 'owner customerId'],
    [['ownerUserId', 'agentId'], 'owner ownerUserId'],
    [['userId?', 'invitedBy?', 'deletedBy?'], 'owner userId'],
    [['reportedById', 'assignedToId?'], 'owner reportedById'],
    [['reporterId', 'creditedTeamMateId'], 'owner reporterId'],
  ])('of %j is the likeliest: %s', (keys, expected) => {
    const references = keys.map((key) => to('users', key));
    expect(whoseLast([users(), having('things', references)])).toBe(expected);
    expect(whoseLast([users(), having('things', references.toReversed())])).toBe(expected);
  });

  it.each([
    [['buyerOneId', 'buyerTwoId']],
    [['authorId', 'creatorId']],
    [['assigneeId']],
    [['updatedBy', 'deletedBy']],
    [['followerId', 'followingId']],
    [['kycVerifiedByUserId']],
    [['manualOverrideBy']],
    [['witnessUserId']],
    [['moderatorId']],
  ])('is not guessed from %j: then only admins reach the row', (keys) => {
    const plan = planOf([
      users(),
      having(
        'things',
        keys.map((key) => to('users', key)),
      ),
    ]);
    expect(whose(plan, 'things')).toBe('closed');
    expect(accessIn(plan, 'things').choices).toEqual(keys.map((key) => `things=owner:${key}`));
  });

  it('does not say what they may do, where that has to be said', () => {
    const role = { kind: 'enum' as const, enumValues: ['owner', 'viewer'] };
    const own = (more: object) =>
      having('projectUsers', [to('users', 'userId')], {
        columns: [column('role', { ...role, ...more })],
      });
    expect(words(planOf([users(), own({})]), 'projectUsers')).toBe('owner owner admin admin admin');
    const plan = planOf([users(), own({ default: 'sql' })]);
    expect(words(plan, 'projectUsers')).toBe('owner owner owner owner owner');
    expect(accessIn(plan, 'projectUsers').locked).toEqual(['userId', 'role']);
  });

  it.each(['roleId', 'permissionId', 'staff_role_id'])(
    'does not give themselves what %s stands for',
    (key) => {
      const given = having('grants', [to('users', 'userId'), to('levels', key)]);
      const levels = [users(), table('levels')];
      expect(words(planOf([...levels, given]), 'grants')).toBe('owner owner admin admin admin');
      const optional = having('grants', [to('users', 'userId'), to('levels', `${key}?`)]);
      expect(accessIn(planOf([...levels, optional]), 'grants').locked).toEqual(['userId', key]);
    },
  );

  it.each(['permissions', 'userPermissions', 'roleAssignments', 'userRoles'])(
    'does not write down what they may do: %s',
    (name) => {
      const own = having(name, [to('users', 'userId')], {
        name: snake(name),
        columns: [column('entityId'), column('permissionType')],
      });
      expect(words(planOf([users(), own]), name)).toBe('owner owner admin admin admin');
    },
  );

  it.each([
    ['salaries', 'userId'],
    ['payslips', 'employeeId'],
    ['payrollEntries', 'userId'],
    ['performanceReviews', 'userId'],
    ['attendanceRecords', 'employeeId'],
    ['employees', 'userId'],
    ['grades', 'studentId'],
    ['examResults', 'studentId'],
    ['highScores', 'playerId'],
    ['userAchievements', 'userId'],
    ['penalties', 'memberId'],
    ['documentAccess', 'userId'],
    ['accessRules', 'userId'],
  ])('does not write what others say of them: %s of %s', (name, key) => {
    const own = having(name, [to('users', key)], { name: snake(name) });
    expect(words(planOf([users(), own]), name)).toBe('owner owner admin admin admin');
  });

  it('does not write it through what is theirs, either', () => {
    const employees = having('employees', [to('users', 'userId')]);
    const salaries = having('salaries', [to('employees', 'employeeId', cascade)]);
    expect(words(planOf([users(), employees, salaries]), 'salaries')).toBe(
      'owner owner admin admin admin',
    );
  });

  it('asks for what they like as somebody who works there', () => {
    const employees = having('employees', [to('users', 'userId')]);
    const when = column('approvedAt', { kind: 'timestamp', notNull: false });
    const requests = having('leaveRequests', [to('employees', 'employeeId', cascade)], {
      columns: [when],
    });
    const plan = planOf([users(), employees, requests]);
    expect(words(plan, 'leaveRequests')).toBe('owner owner owner owner owner');
    expect(accessIn(plan, 'leaveRequests').locked).toEqual(['approvedAt']);
  });

  it('is named by admins where only they make rows, and else by the token', () => {
    const own = (name: string) => having(name, [to('users', 'userId')]);
    const plan = planOf([users(), own('salaries'), own('payments'), own('notes')]);
    expect(accessIn(plan, 'salaries').locked).toEqual([]);
    expect(accessIn(plan, 'payments').locked).toEqual([]);
    expect(accessIn(plan, 'notes').locked).toEqual(['userId']);
  });

  it('leaves to admins what only they write', () => {
    const review = having('performanceReviews', [to('users', 'userId')], {
      columns: [column('approvedAt', { kind: 'timestamp', notNull: false })],
    });
    expect(accessIn(planOf([users(), review]), 'performanceReviews').locked).toEqual([]);
  });

  it.each(['createdBy', 'teacherId', 'issuerId'])(
    'writes what they say of somebody else: %s',
    (key) => {
      const grades = having('grades', [to('users', key), to('pupils', 'pupilId')]);
      const plan = planOf([users(), table('pupils'), grades]);
      expect(words(plan, 'grades')).toBe('owner owner owner owner owner');
    },
  );

  it('keeps the people that they enter', () => {
    const employees = having('employees', [to('users', 'createdBy')]);
    expect(words(planOf([users(), employees]), 'employees')).toBe('owner owner owner owner owner');
  });

  it('does not decide what they ask for', () => {
    const when = { kind: 'timestamp', notNull: false } as const;
    const flag = { kind: 'boolean', jsType: 'boolean', default: 'sql' } as const;
    const decided = [
      ...['approvedAt', 'verifiedAt', 'rejectedBy', 'moderatedAt'].map((key) => column(key, when)),
      column('isApproved', flag),
    ];
    const theirs = [column('reviewedAt', when), column('paidAt', when), column('reason')];
    const requests = having('requests', [to('users', 'userId')], {
      columns: [...decided, ...theirs],
    });
    expect(accessIn(planOf([users(), requests]), 'requests').locked).toEqual([
      'userId',
      ...decided.map(({ key }) => key),
    ]);
  });

  it('does not set what they have been granted', () => {
    const counted = { kind: 'decimal', default: 'sql' } as const;
    const keys = ['currentUsageLimit', 'creditBalance', 'billingBlocked', 'balance', 'creditLimit'];
    const columns = [...keys.map((key) => column(key, counted)), column('theme')];
    const stats = having('userStats', [to('users', 'userId')], { columns });
    expect(accessIn(planOf([users(), stats]), 'userStats').locked).toEqual(['userId', ...keys]);
  });

  it('is found by name and type where there are no foreign keys', () => {
    const loose = table('notes', { columns: [column('userId', { kind: 'uuid' })] });
    expect(whoseLast([users(), loose])).toBe('owner userId');
    const other = table('notes', { columns: [column('userId', { kind: 'text' })] });
    expect(whoseLast([users(), other])).toBe('closed');
  });

  it('is nobody that a column other than the key of the users table refers to', () => {
    const byEmail = having('notes', [to('users', 'userEmail', { targetColumns: ['email'] })]);
    expect(whoseLast([users(), byEmail])).toBe('closed');
  });

  it('may be the one whose own key the row has', () => {
    const profiles = having('profiles', [to('users', 'userId')], { primaryKey: ['userId'] });
    expect(whoseLast([users(), profiles])).toBe('owner userId');
  });

  it('is unknown where the schema has no users, and then nothing that names one is open', () => {
    const plan = planOf([table('notes', { columns: [column('userId')] }), table('tags')]);
    expect(whose(plan, 'notes')).toBe('closed');
    expect(whose(plan, 'tags')).toBe('nobody');
  });
});

describe('a row of the users table', () => {
  it('is its own: read and changed by its person, made and removed by admins', () => {
    const plan = planOf([users()]);
    expect(whose(plan, 'users')).toBe('owner id');
    expect(words(plan, 'users')).toBe('owner owner admin owner admin');
  });

  it('does not let its person change the address, nor what gives power', () => {
    const flag = { kind: 'boolean', jsType: 'boolean', default: 'sql' } as const;
    const own = users(
      column('name'),
      column('isAdmin', flag),
      column('role', { default: 'sql' }),
      column('emailVerified', flag),
      column('lockedUntil', { kind: 'timestamp', notNull: false }),
      column('failedLoginAttempts', { kind: 'integer', default: 'sql' }),
      column('locale', { default: 'sql' }),
      column('storageLimit', { kind: 'integer', default: 'sql' }),
      column('overMonthlyLimit', flag),
      column('monthlyEventCount', { kind: 'integer', default: 'sql' }),
    );
    const locks = ['lockedUntil', 'failedLoginAttempts'];
    const limits = ['storageLimit', 'overMonthlyLimit', 'monthlyEventCount'];
    expect(accessIn(planOf([own]), 'users')).toMatchObject({
      locked: ['isAdmin', 'role', 'emailVerified', ...locks, ...limits],
      fixed: ['email'],
    });
  });

  it('does not let its person say which tenant they belong to, but which one they look at', () => {
    const own = users(
      column('organizationId', { kind: 'text', notNull: false }),
      column('currentOrganizationId', { kind: 'text', notNull: false }),
    );
    expect(accessIn(planOf([own]), 'users').locked).toEqual(['organizationId']);
  });

  it("is nobody else's to read, whoever refers to it", () => {
    const teams = having('users', [to('teams', 'teamId?')], {
      columns: [column('email')],
      uniqueKeys: users().uniqueKeys,
    });
    expect(whose(planOf([table('teams'), teams]), 'users')).toBe('owner id');
  });
});

describe('a row without an owner of its own', () => {
  const orders = having('orders', [to('users', 'userId')]);

  it('belongs to whom its parent belongs to, however far', () => {
    const items = having('items', [to('orders', 'orderId')]);
    const plan = planOf([users(), orders, items, having('notes', [to('items', 'itemId')])]);
    expect(whose(plan, 'items')).toBe('owner by parent orderId');
    expect(whose(plan, 'notes')).toBe('owner by parent itemId');
    expect(words(plan, 'notes')).toBe('owner owner owner owner owner');
    expect(accessIn(plan, 'notes')).toMatchObject({ locked: [], why: 'through itemId' });
  });

  it('has the parent that somebody owns, not the one that nobody does', () => {
    const items = having('items', [to('products', 'productId'), to('orders', 'orderId')]);
    expect(whoseLast([users(), table('products'), orders, items])).toBe('owner by parent orderId');
  });

  it('has of two parents the one that it is deleted with', () => {
    const lists = having('lists', [to('users', 'userId')]);
    const items = having('items', [to('orders', 'orderId'), to('lists', 'listId', cascade)]);
    expect(whoseLast([users(), orders, lists, items])).toBe('owner by parent listId');
  });

  it('is closed where two parents lead to different owners', () => {
    const lists = having('lists', [to('users', 'userId')]);
    const items = having('items', [to('orders', 'orderId'), to('lists', 'listId')]);
    const plan = planOf([users(), orders, lists, items]);
    expect(whose(plan, 'items')).toBe('closed');
    expect(accessIn(plan, 'items').choices).toEqual([
      'items=parent:orderId',
      'items=parent:listId',
    ]);
  });

  it('takes the first of two parents that lead to one owner', () => {
    const items = having('items', [to('orders', 'orderId')]);
    const notes = having('notes', [to('orders', 'orderId'), to('items', 'itemId')]);
    expect(whoseLast([users(), orders, items, notes])).toBe('owner by parent orderId');
  });

  it('is closed where the parent may be missing, has two columns or is closed itself', () => {
    expect(whoseLast([users(), orders, having('notes', [to('orders', 'orderId?')])])).toBe(
      'closed',
    );
    const both = having('notes', [], {
      columns: [column('a'), column('b')],
      foreignKeys: [{ ...to('orders', 'a').foreignKey, columns: ['a', 'b'] }],
    });
    expect(whoseLast([users(), orders, both])).toBe('closed');
    const open = having('tasks', [to('users', 'assigneeId')]);
    expect(whoseLast([users(), open, having('notes', [to('tasks', 'taskId')])])).toBe('closed');
    const further = having('links', [to('notes', 'noteId?')]);
    const notes = having('notes', [to('tasks', 'taskId?')]);
    expect(whoseLast([users(), open, notes, further])).toBe('closed');
  });

  it("is closed where a column without a foreign key is called like a reference to somebody's rows", () => {
    const loose = (kind: 'uuid' | 'text') =>
      table('summaries', { columns: [column('orderId', { kind })] });
    expect(whoseLast([users(), orders, loose('uuid')])).toBe('closed');
    expect(whoseLast([users(), orders, loose('text')])).toBe('nobody');
    expect(whoseLast([users(), table('orders_of_all'), loose('uuid')])).toBe('nobody');
  });

  it('is not its own parent, by way of itself or of others', () => {
    const nodes = having('nodes', [to('nodes', 'parentId')]);
    expect(whoseLast([users(), nodes])).toBe('nobody');
    const circle = [having('a', [to('b', 'bId')]), having('b', [to('a', 'aId')])];
    expect(whoseLast([users(), ...circle])).toBe('nobody');
  });

  it.each([[['a', 'b']], [['b', 'a']]])(
    'comes out alike in a circle that leads out of itself, in the order %j',
    (order) => {
      const tables: Record<string, ReturnType<typeof having>> = {
        a: having('a', [to('b', 'bId', cascade)]),
        b: having('b', [to('a', 'aId', cascade), to('orders', 'orderId')]),
      };
      const plan = planOf([users(), orders, ...order.flatMap((name) => tables[name] ?? [])]);
      expect([whose(plan, 'a'), whose(plan, 'b')]).toEqual([
        'owner by parent bId',
        'owner by parent orderId',
      ]);
    },
  );
});

describe('a row that nobody owns', () => {
  it('is read by everybody who is signed in and written by admins', () => {
    const plan = planOf([users(), table('products', { columns: [column('name')] })]);
    expect(words(plan, 'products')).toBe('signedIn signedIn admin admin admin');
    expect(accessIn(plan, 'products').why).toBe('nobody owns them');
  });

  it('may be what roles there are, by their names', () => {
    const plan = planOf([users(), table('roles', { columns: [column('name')] })]);
    expect(words(plan, 'roles')).toBe('signedIn signedIn admin admin admin');
  });

  it.each([
    ['auditLogs', []],
    ['invitations', []],
    ['inviteLinks', []],
    ['apiKeys', []],
    ['subscriptions', []],
    ['verifications', []],
    ['notifications', []],
    ['customers', []],
    ['carts', []],
    ['coupons', []],
    ['salaries', []],
    ['scheduledJobRuns', []],
    ['certificates', [column('nationalId')]],
    ['records', [column('dateOfBirth')]],
    ['shippingAddresses', []],
    ['usageRecords', []],
    ['modeUsageEvents', []],
    ['dodosubscription', []],
    ['billingEvents', []],
    ['outboxEvents', []],
    ['asyncJobs', []],
    ['mcpOauthStates', []],
    ['webhookEvents', []],
    ['stripeWebhookDeliveries', []],
    ['processedStripeEvents', []],
    ['chatResults', []],
    ['searchHistory', []],
    ['metadata', [column('stripe_checkout_session_id')]],
    ['waitlist', [column('email')]],
    ['grants', [column('permissions')]],
    ['slack', [column('webhookUrl')]],
    ['gateways', [column('accessToken')]],
    ['organizations', []],
    ['documents', [column('organizationId', { kind: 'uuid' })]],
  ])(
    'of %s is closed: the name or the columns say that it is not for everybody',
    (name, columns) => {
      const plan = planOf([
        users(),
        table(name, { name: snake(name), columns, id: `public.${name}` }),
      ]);
      expect(whose(plan, name)).toBe('closed');
    },
  );

  it('is closed where row level security hides rows from somebody', () => {
    const tags = table('tags', { hidesRows: true });
    expect(whose(planOf([users(), tags]), 'tags')).toBe('closed');
    expect(whoseLast([users(), tags], { access: ['tags=signed-in'] })).toBe('nobody');
    const own = having('notes', [to('users', 'userId')], { hidesRows: true });
    expect(whoseLast([users(), own])).toBe('owner userId');
  });

  it('is closed where people are joined to it', () => {
    const members = having('projectMembers', [to('users', 'userId'), to('projects', 'projectId')]);
    expect(whose(planOf([users(), table('projects'), members]), 'projects')).toBe('closed');
    const profiles = having('profiles', [to('users', 'id')], { primaryKey: ['id'] });
    const joined = having('projectMembers', [
      to('profiles', 'userId'),
      to('projects', 'projectId'),
    ]);
    const others = [users(), profiles, table('projects'), joined];
    expect(whose(planOf(others), 'projects')).toBe('closed');
    const likes = having('likes', [to('users', 'userId'), to('projects', 'projectId')], {
      primaryKey: ['userId', 'projectId'],
    });
    expect(whose(planOf([users(), table('projects'), likes]), 'projects')).toBe('nobody');
  });
});

it('leaves nothing open that people are joined to, also where none of them can sign in', () => {
  const people = table('users');
  const members = having('userProjects', [to('users', 'userId'), to('projects', 'projectId')]);
  const tables = [people, table('projects'), { ...members, name: 'user_projects' }];
  const plan = planOf([...tables, having('files', [to('projects', 'projectId')])]);
  for (const name of ['users', 'projects', 'userProjects', 'files']) {
    expect(whose(plan, name)).toBe('closed');
  }
});

describe('a view', () => {
  it('is by its own column, or else closed', () => {
    const view = (name: string, key: string) =>
      table(name, { kind: 'view', primaryKey: [], columns: [column(key, { kind: 'uuid' })] });
    const plan = planOf([users(), view('totals', 'userId'), view('sums', 'orderId')]);
    expect(whose(plan, 'totals')).toBe('owner userId');
    expect(whose(plan, 'sums')).toBe('closed');
  });
});

const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
